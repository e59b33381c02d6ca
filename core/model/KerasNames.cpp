#include "core/model/KerasNames.h"

#include <cctype>

namespace negatoscope::model {

const char* kerasClassOf(BackboneLayer::Kind kind)
{
    switch (kind) {
    case BackboneLayer::Kind::Input:
        return "InputLayer";
    case BackboneLayer::Kind::Conv:
        return "Conv2D";
    case BackboneLayer::Kind::DepthwiseConv:
        return "DepthwiseConv2D";
    case BackboneLayer::Kind::BatchNorm:
        return "BatchNormalization";
    case BackboneLayer::Kind::Relu6:
        return "ReLU";
    case BackboneLayer::Kind::ZeroPad:
        return "ZeroPadding2D";
    case BackboneLayer::Kind::Add:
        return "Add";
    }
    return "";
}

std::string kerasClassOf(const std::string& type)
{
    std::string name;
    bool upper = true;
    for (const char c : type) {
        if (c == '_')
            upper = true;
        else {
            name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
            upper = false;
        }
    }
    if (name.ends_with("2d"))
        name.back() = 'D';
    return name;
}

} // namespace negatoscope::model
