#include "core/model/PreparedBackbone_impl.h"

#include "core/model/TorchCompat.h"

namespace negatoscope::model {

namespace {

/// One film is read sooner by one core than by two that wait for each other.
class OneThread
{
public:
    explicit OneThread(bool wanted)
        : m_before(at::get_num_threads())
        , m_changed(wanted && m_before != 1)
    {
        if (m_changed)
            at::set_num_threads(1);
    }
    ~OneThread()
    {
        if (m_changed)
            at::set_num_threads(m_before);
    }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int m_before;
    bool m_changed;
};

} // namespace

PreparedBackbone::PreparedBackbone(FrozenPrefix prefix, Versions versions)
    : m_prefix(std::move(prefix))
    , m_versions(std::move(versions))
{}

PreparedBackbone::Versions PreparedBackbone::versionsOf(const NetworkImpl& network)
{
    Versions versions;
    for (const Variable& variable : network.variables)
        if (!variable.inHead)
            versions.emplace_back(variable.value.unsafeGetTensorImpl(),
                static_cast<std::uint32_t>(variable.value._version()));
    return versions;
}

base::Result<std::shared_ptr<const PreparedBackbone>> PreparedBackbone::make(
    const NetworkImpl& network)
{
    auto prefix = FrozenPrefix::build(network, network.backboneSize());
    if (!prefix)
        return base::failure(prefix);
    return std::shared_ptr<const PreparedBackbone>(
        new PreparedBackbone(std::move(*prefix), versionsOf(network)));
}

bool PreparedBackbone::fits(const NetworkImpl& network) const
{
    return versionsOf(network) == m_versions;
}

at::Tensor PreparedBackbone::run(const at::Tensor& films) const
{
    const OneThread alone(films.size(0) == 1);
    return forward(m_prefix, films);
}

} // namespace negatoscope::model
