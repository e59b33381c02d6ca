#include "core/exporting/MatrixPicture.h"

#include "core/base/Text.h"
#include "core/explain/Overlay.h"

#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace negatoscope::exporting {

namespace {

constexpr int kCell = 150;
constexpr int kLabel = 130;
constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
const cv::Scalar kInk(32, 32, 36);
const cv::Scalar kPaper(255, 255, 255);
const cv::Scalar kBlue(47, 109, 179); ///< RGB, of a full row

/// OpenCV's fonts know ASCII only.
std::string ascii(const std::string& text, std::size_t longest)
{
    std::string plain;
    for (const char c : text.substr(0, longest))
        plain += c >= ' ' && c <= '~' ? c : '?';
    return plain;
}

void write(cv::Mat& picture, const std::string& text, cv::Point centre, double scale,
    const cv::Scalar& colour)
{
    int baseline = 0;
    const cv::Size size = cv::getTextSize(text, kFont, scale, 1, &baseline);
    cv::putText(picture, text, {centre.x - size.width / 2, centre.y + size.height / 2}, kFont,
        scale, colour, 1, cv::LINE_AA);
}

void drawCell(cv::Mat& picture, const evaluation::ConfusionMatrix& matrix, int truth, int called)
{
    const auto row = static_cast<double>(std::max<std::int64_t>(matrix.rowSum(truth), 1));
    const double share = static_cast<double>(matrix.at(truth, called)) / row;
    const cv::Rect cell(kLabel + called * kCell, kLabel + truth * kCell, kCell, kCell);
    cv::rectangle(picture, cell, kPaper * (1.0 - share) + kBlue * share, cv::FILLED);
    cv::rectangle(picture, cell, kInk, 1);
    const cv::Scalar ink = share > 0.5 ? kPaper : kInk;
    const cv::Point centre(cell.x + kCell / 2, cell.y + kCell / 2);
    write(picture, std::to_string(matrix.at(truth, called)), {centre.x, centre.y - 12}, 1.0, ink);
    write(
        picture, base::formatNumber(100.0 * share, 3) + " %", {centre.x, centre.y + 24}, 0.5, ink);
}

} // namespace

base::Result<std::string> confusionMatrixPng(
    const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classNames)
{
    try {
        const int side = kLabel + matrix.classes * kCell + 20;
        cv::Mat picture(side, side, CV_8UC3, kPaper);
        constexpr std::size_t kLongestName = 14;
        for (int k = 0; k < matrix.classes; ++k) {
            const auto index = static_cast<std::size_t>(k);
            const std::string name =
                index < classNames.size() ? ascii(classNames[index], kLongestName) : "";
            const int middle = kLabel + k * kCell + kCell / 2;
            write(picture, name, {middle, kLabel - 20}, 0.45, kInk);
            write(picture, name, {kLabel / 2, middle}, 0.45, kInk);
            for (int called = 0; called < matrix.classes; ++called)
                drawCell(picture, matrix, k, called);
        }
        write(picture, "called", {kLabel + matrix.classes * kCell / 2, 30}, 0.6, kInk);
        write(picture, "truth", {kLabel / 2, kLabel - 50}, 0.6, kInk);
        const auto png = explain::encodePng(picture);
        if (!png)
            return base::failure(png);
        return std::string(png->begin(), png->end());
    } catch (const cv::Exception& error) {
        return base::failure(
            base::ErrorCode::Internal, "the matrix cannot be drawn: " + std::string(error.err));
    }
}

std::string confusionMatrixJson(
    const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classNames)
{
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (int truth = 0; truth < matrix.classes; ++truth) {
        nlohmann::ordered_json row = nlohmann::ordered_json::array();
        for (int called = 0; called < matrix.classes; ++called)
            row.push_back(matrix.at(truth, called));
        rows.push_back(std::move(row));
    }
    const nlohmann::ordered_json json{
        {"classes", classNames}, {"matrix", rows}, {"rows", "truth"}, {"columns", "called"}};
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string confusionMatrixCsv(
    const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classNames)
{
    std::string text = "truth";
    for (const std::string& name : classNames)
        text += "," + base::csvField(name);
    text += "\n";
    for (int truth = 0; truth < matrix.classes; ++truth) {
        text += base::csvField(classNames[static_cast<std::size_t>(truth)]);
        for (int called = 0; called < matrix.classes; ++called)
            text += "," + std::to_string(matrix.at(truth, called));
        text += "\n";
    }
    return text;
}

} // namespace negatoscope::exporting
