#pragma once

// Private to core/model: includes ATen.

#include "core/model/FrozenPrefix_impl.h"
#include "core/model/Network_impl.h"

#include <utility>
#include <vector>

namespace negatoscope::model {

/// The whole backbone in its fastest form, for reading films with a finished network. Knows the
/// weights that it was made from, and steps aside once they have changed.
class PreparedBackbone
{
public:
    /// Errors: as FrozenPrefix::build.
    static base::Result<std::shared_ptr<const PreparedBackbone>> make(const NetworkImpl& network);

    bool fits(const NetworkImpl& network) const;
    /// N×C×H×W films → the backbone's last activation.
    at::Tensor run(const at::Tensor& films) const;

private:
    /// Which tensor, and how often it has been written to.
    using Versions = std::vector<std::pair<const void*, std::uint32_t>>;

    PreparedBackbone(FrozenPrefix prefix, Versions versions);
    static Versions versionsOf(const NetworkImpl& network);

    FrozenPrefix m_prefix;
    Versions m_versions;
};

} // namespace negatoscope::model
