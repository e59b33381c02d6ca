// A mutation fuzzer over the DICOM reader, without a compiler's help: bits, bytes, lengths, cuts,
// splices and repetitions of valid films of every transfer syntax and of the files in a corpus
// folder. A crash, and a film that takes longer than the limit, ends it; the offending film is left
// as negatoscope_fuzz_<process>.dcm in the temporary folder.
//   negatoscope-fuzz-dicom [--seconds N] [--seed N] [--film-seconds N] [--corpus DIR]
//                          [--write-corpus DIR] [FILE…]
#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/image/DicomFilm.h"
#include "tests/core/image/DicomFiles.h"

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace negatoscope;
using testing::ByteVector;

namespace {

/// What is being read, for the signal handler.
const std::byte* g_data = nullptr;
std::size_t g_size = 0;
std::string g_crashFile;
/// The most processor time that reading one film in every way may take.
unsigned g_filmSeconds = 20;

void watch(unsigned seconds)
{
    itimerval timer{};
    timer.it_value.tv_sec = static_cast<time_t>(seconds);
    ::setitimer(ITIMER_PROF, &timer, nullptr);
}

void onSignal(int signal)
{
    const int file = ::open(g_crashFile.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (file >= 0) {
        const auto written = ::write(file, g_data, g_size);
        (void)written;
        ::close(file);
    }
    const char* what = signal == SIGPROF ? "too slow: " : "crashed: ";
    for (const char* text : {what, g_crashFile.c_str(), "\n"}) {
        const auto said = ::write(STDERR_FILENO, text, std::strlen(text));
        (void)said;
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::vector<std::pair<std::string, ByteVector>> ownFilms()
{
    std::vector<std::pair<std::string, ByteVector>> films;
    cv::Mat small = testing::ramp();
    small = small(cv::Rect(96, 0, 48, 24)).clone();
    for (const char* syntax :
        {"explicit", "implicit", "big endian", "deflated", "rle", "jpeg", "jpeg-ls", "jpeg 2000"}) {
        testing::DicomOptions options;
        options.syntax = syntax;
        options.window = std::pair{2048.0, 1024.0};
        options.squareLut = films.size() % 2 == 1;
        std::string name = syntax;
        for (char& c : name)
            c = c == ' ' ? '_' : c;
        films.emplace_back(name + ".dcm", testing::dicomOf(small, options));
    }
    cv::Mat eight;
    small.convertTo(eight, CV_8U, 1.0 / 16.0);
    testing::DicomOptions baseline;
    baseline.syntax = "jpeg baseline";
    films.emplace_back("jpeg_baseline.dcm", testing::dicomOf(eight, baseline));
    return films;
}

void mutate(ByteVector& bytes, const std::vector<ByteVector>& seeds, base::Random& random)
{
    constexpr std::array<unsigned char, 8> kMagic{0x00, 0x01, 0x7F, 0x80, 0xFF, 0xFE, 0x10, 0x40};
    const std::uint64_t edits = 1 + random.below(6);
    for (std::uint64_t i = 0; i < edits && !bytes.empty(); ++i) {
        const std::size_t at = random.below(bytes.size());
        switch (random.below(7)) {
        case 0:
            bytes[at] ^= static_cast<std::byte>(1U << random.below(8));
            break;
        case 1:
            bytes[at] = static_cast<std::byte>(kMagic[random.below(kMagic.size())]);
            break;
        case 2: // a length or number of two or four bytes
            for (std::size_t k = at; k < std::min(at + 2 + 2 * random.below(2), bytes.size()); ++k)
                bytes[k] = static_cast<std::byte>(
                    random.chance(0.5) ? 0xFF : static_cast<int>(random.below(256)));
            break;
        case 3:
            bytes.resize(at);
            break;
        case 4: { // repeat a part
            const std::size_t length =
                std::min<std::size_t>(1 + random.below(64), bytes.size() - at);
            const ByteVector part(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                bytes.begin() + static_cast<std::ptrdiff_t>(at + length));
            bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), part.begin(), part.end());
            break;
        }
        case 5: { // a part of another film
            const ByteVector& other = seeds[random.below(seeds.size())];
            const std::size_t from = random.below(other.size());
            const std::size_t length = std::min(
                {std::size_t{1} + random.below(256), other.size() - from, bytes.size() - at});
            std::copy_n(other.begin() + static_cast<std::ptrdiff_t>(from), length,
                bytes.begin() + static_cast<std::ptrdiff_t>(at));
            break;
        }
        default: // in the header, where the structure is
            bytes[std::min(bytes.size() - 1, 132 + at % 1024)] =
                static_cast<std::byte>(random.below(256));
        }
    }
}

/// Reads the film in every way that the program does; counts what is readable.
bool read(const ByteVector& bytes)
{
    g_data = bytes.data();
    g_size = bytes.size();
    watch(g_filmSeconds);
    const auto info = image::probeFilm(std::span(bytes), "fuzz");
    const auto film = image::decodeFilm(std::span(bytes), "fuzz");
    if (image::isDicom(bytes)) {
        const auto facts = image::readDicomFacts(bytes, "fuzz");
        const auto full = image::decodeDicom(bytes, "fuzz", {image::DicomView::Kind::FullRange, 0});
        if (facts && !facts->windows.empty())
            (void)image::decodeDicom(bytes, "fuzz", {image::DicomView::Kind::Window, 0});
        if (facts && !facts->luts.empty())
            (void)image::decodeDicom(bytes, "fuzz", {image::DicomView::Kind::Lut, 0});
        (void)full;
    }
    if (film && (film->pixels.cols != film->info.width || film->pixels.rows != film->info.height)) {
        std::fprintf(stderr, "the pixels do not have the size that the header promised\n");
        std::abort();
    }
    watch(0);
    return film.has_value();
}

} // namespace

int main(int argc, char** argv)
{
    double seconds = 5.0;
    std::uint64_t seed = 1;
    std::string corpus;
    std::vector<ByteVector> seeds;
    std::error_code code;
    g_crashFile = (std::filesystem::temp_directory_path(code) /
                   ("negatoscope_fuzz_" + std::to_string(::getpid()) + ".dcm"))
                      .string();
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL, SIGPROF})
        std::signal(signal, onSignal);
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        const bool more = i + 1 < argc;
        if (argument == "--seconds" && more) {
            seconds = std::atof(argv[++i]);
        } else if (argument == "--seed" && more) {
            seed = static_cast<std::uint64_t>(std::atoll(argv[++i]));
        } else if (argument == "--film-seconds" && more) {
            g_filmSeconds = static_cast<unsigned>(std::atoi(argv[++i]));
        } else if (argument == "--corpus" && more) {
            corpus = argv[++i];
        } else if (argument == "--write-corpus" && more) {
            for (const auto& [name, bytes] : ownFilms())
                testing::writeBytes(std::string(argv[i + 1]) + "/" + name, bytes);
            return 0;
        } else if (const auto bytes = base::readFile(argument)) {
            std::printf("%s: %s\n", argument.c_str(), read(*bytes) ? "read" : "refused");
            return 0;
        }
    }
    for (auto& [name, bytes] : ownFilms())
        seeds.push_back(std::move(bytes));
    for (const auto& entry : std::filesystem::directory_iterator(corpus, code))
        if (auto bytes = base::readFile(entry.path()))
            seeds.push_back(std::move(*bytes));
    for (const ByteVector& film : seeds)
        read(film);
    base::Random random(seed);
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    std::uint64_t runs = 0;
    std::uint64_t readable = 0;
    double slowest = 0.0;
    for (auto now = std::chrono::steady_clock::now(); now < end;) {
        ByteVector film = seeds[random.below(seeds.size())];
        mutate(film, seeds, random);
        readable += read(film) ? 1 : 0;
        ++runs;
        const auto then = std::exchange(now, std::chrono::steady_clock::now());
        slowest = std::max(slowest, std::chrono::duration<double>(now - then).count());
    }
    std::printf("%llu mutated films from %zu seeds in %.0f s: %llu read, %llu refused, "
                "no crash, the slowest took %.2f s\n",
        static_cast<unsigned long long>(runs), seeds.size(), seconds,
        static_cast<unsigned long long>(readable), static_cast<unsigned long long>(runs - readable),
        slowest);
    return 0;
}
