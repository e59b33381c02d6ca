#include "core/dataset/Manifest.h"

#include <algorithm>

namespace negatoscope::dataset {

const char* splitName(Split split)
{
    switch (split) {
    case Split::Train:
        return "train";
    case Split::Validation:
        return "val";
    case Split::Test:
        return "test";
    case Split::None:
        break;
    }
    return "none";
}

std::vector<std::size_t> Manifest::indicesOf(Split split) const
{
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].split == split)
            indices.push_back(i);
    }
    return indices;
}

std::size_t Manifest::count(Split split, int label) const
{
    return static_cast<std::size_t>(std::count_if(items.begin(), items.end(),
        [&](const FilmItem& item) { return item.split == split && item.label == label; }));
}

} // namespace negatoscope::dataset
