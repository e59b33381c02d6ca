#pragma once

#include <hdf5.h>

namespace negatoscope::model {

/// An HDF5 identifier, closed by its own function. An invalid one (below 0) is false and is not
/// closed. Used under hdf5Lock().
class Hdf5Handle
{
public:
    using Close = herr_t (*)(hid_t);
    Hdf5Handle(hid_t id, Close close)
        : m_id(id)
        , m_close(close)
    {}
    Hdf5Handle(const Hdf5Handle&) = delete;
    Hdf5Handle& operator=(const Hdf5Handle&) = delete;
    ~Hdf5Handle()
    {
        if (m_id >= 0)
            m_close(m_id);
    }
    explicit operator bool() const { return m_id >= 0; }
    hid_t get() const { return m_id; }

private:
    hid_t m_id;
    Close m_close;
};

} // namespace negatoscope::model
