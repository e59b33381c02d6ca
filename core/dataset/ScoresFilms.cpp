#include "core/dataset/ScoresFilms.h"

#include "core/dataset/PatientKeys.h"

namespace negatoscope::dataset {

void completeFromNames(evaluation::Scores& scores)
{
    const auto keys = PatientKeys::make({});
    if (!keys)
        return;
    const bool patients = scores.patients.empty();
    const bool kinds = scores.kinds.empty();
    bool anyKind = false;
    for (const std::string& film : scores.films) {
        const auto key = keys->keyOf(film);
        if (patients)
            scores.patients.push_back(key ? key->patient : film);
        if (kinds)
            scores.kinds.push_back(key ? key->kind : std::string());
        anyKind = anyKind || (key && !key->kind.empty());
    }
    if (kinds && !anyKind)
        scores.kinds.clear();
}

} // namespace negatoscope::dataset
