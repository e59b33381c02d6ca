#pragma once

#include "core/dataset/Manifest.h"

#include <memory>
#include <utility>

namespace negatoscope::dataset {

/// A manifest that its copies share and nobody changes: what many runs, one after another and at
/// the same time, are made on. Never null. Thread: any.
class SharedManifest
{
public:
    SharedManifest()
        : m_manifest(std::make_shared<const Manifest>())
    {}
    SharedManifest(Manifest manifest)
        : m_manifest(std::make_shared<const Manifest>(std::move(manifest)))
    {}
    SharedManifest(std::shared_ptr<const Manifest> manifest)
        : m_manifest(manifest ? std::move(manifest) : std::make_shared<const Manifest>())
    {}

    operator const Manifest&() const { return *m_manifest; }
    const Manifest& operator*() const { return *m_manifest; }
    const Manifest* operator->() const { return m_manifest.get(); }
    const std::shared_ptr<const Manifest>& pointer() const { return m_manifest; }

private:
    std::shared_ptr<const Manifest> m_manifest;
};

} // namespace negatoscope::dataset
