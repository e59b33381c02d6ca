#include "app/cli/KeyChain.h"

#if defined(NEGATOSCOPE_HAS_KEYCHAIN)
#include <QEventLoop>
#include <QTimer>

#include <qt6keychain/keychain.h>
#endif

namespace negatoscope::cli {

std::string passwordFromKeyChain([[maybe_unused]] const tracking::MlflowServer& server)
{
#if defined(NEGATOSCOPE_HAS_KEYCHAIN)
    constexpr int kLongestMs = 3000;
    QEventLoop loop;
    auto* job = new QKeychain::ReadPasswordJob(QString::fromLatin1(tracking::kKeyChainService));
    job->setKey(QString::fromStdString(tracking::keyChainKey(server)));
    std::string password;
    QObject::connect(job, &QKeychain::Job::finished, &loop, [&loop, &password, job] {
        if (job->error() == QKeychain::NoError)
            password = job->textData().toStdString();
        loop.quit();
    });
    QTimer::singleShot(kLongestMs, &loop, &QEventLoop::quit);
    job->start(); // deletes itself
    loop.exec();
    return password;
#else
    return {};
#endif
}

} // namespace negatoscope::cli
