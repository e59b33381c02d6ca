#include "core/evaluation/Figure.h"

namespace negatoscope::evaluation {

const char* reasonText(Undefined reason)
{
    switch (reason) {
    case Undefined::No:
        return "";
    case Undefined::NoFilms:
        return "there is no film";
    case Undefined::NoPositiveFilm:
        return "there is no film of the positive class";
    case Undefined::NoNegativeFilm:
        return "there is no film of the negative class";
    case Undefined::NothingCalledPositive:
        return "no film was called positive";
    case Undefined::NothingCalledNegative:
        return "no film was called negative";
    case Undefined::OneClassCalled:
        return "every film was called the same class";
    case Undefined::ClassWithoutFilm:
        return "one of the classes has no film";
    case Undefined::NoFalsePositive:
        return "there is no false positive to divide by";
    case Undefined::NoFalseNegative:
        return "there is no false negative to divide by";
    case Undefined::NoError:
        return "there is no error of one of the two kinds to divide by";
    case Undefined::NothingNegativeRight:
        return "no film of the negative class was called negative";
    case Undefined::ChanceOnly:
        return "truth and calls hold one class only, so chance already agrees completely";
    case Undefined::NotFinite:
        return "a score is not a finite number";
    case Undefined::NotAProbability:
        return "a score lies outside 0 to 1";
    case Undefined::UnknownLabel:
        return "a label names no class";
    case Undefined::NoPositiveClass:
        return "no class is named as the positive one";
    case Undefined::NoVariance:
        return "the variance is zero";
    case Undefined::NotReachable:
        return "no threshold reaches it";
    }
    return "";
}

} // namespace negatoscope::evaluation
