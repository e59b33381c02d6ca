#include "core/exporting/Export.h"

namespace negatoscope::exporting {

namespace {

/// The one line that makes the input's size of the film: OpenCV's bilinear and area resampling are
/// the ones that the program itself uses.
struct Resizing
{
    std::string python;
    std::string cpp;
};

Resizing resizingOf(const image::Preprocessing& input)
{
    const bool area = input.interpolation == image::Interpolation::Area;
    const std::string how = area ? "INTER_AREA" : "INTER_LINEAR";
    switch (input.policy) {
    case image::ResizePolicy::Stretch:
        break;
    case image::ResizePolicy::Crop:
        return {
            "h, w = film.shape[:2]; s = min(h / H, w / W); ch, cw = round(H * s), round(W * s)\n"
            "film = film[(h - ch) // 2:(h - ch) // 2 + ch, (w - cw) // 2:(w - cw) // 2 + cw]\n"
            "film = cv2.resize(film, (W, H), interpolation=cv2." +
                how + ")",
            "  const double s = std::min(film.rows / H, film.cols / W);\n"
            "  const cv::Size part(cvRound(W * s), cvRound(H * s));\n"
            "  cv::resize(film({(film.cols - part.width) / 2, (film.rows - part.height) / 2, "
            "part.width, part.height}).clone(), film, cv::Size(W, H), 0, 0, cv::" +
                how + ");"};
    case image::ResizePolicy::Letterbox:
        return {
            "h, w = film.shape[:2]; s = min(H / h, W / w); nh, nw = round(h * s), round(w * s)\n"
            "film = cv2.resize(film, (nw, nh), interpolation=cv2." +
                how +
                ")\ntop, left = (H - nh) // 2, (W - nw) // 2\n"
                "film = cv2.copyMakeBorder(film, top, H - nh - top, left, W - nw - left, "
                "cv2.BORDER_CONSTANT)",
            "  const double s = std::min(H / film.rows, W / film.cols);\n"
            "  cv::resize(film, film, {cvRound(film.cols * s), cvRound(film.rows * s)}, 0, 0, "
            "cv::" +
                how +
                ");\n"
                "  const int top = (int(H) - film.rows) / 2, left = (int(W) - film.cols) / 2;\n"
                "  cv::copyMakeBorder(film, film, top, int(H) - film.rows - top, left, "
                "int(W) - film.cols - left, cv::BORDER_CONSTANT);"};
    }
    return {"film = cv2.resize(film, (W, H), interpolation=cv2." + how + ")",
        "  cv::resize(film, film, cv::Size(W, H), 0, 0, cv::" + how + ");"};
}

} // namespace

std::string pythonExample(const model::Classifier& classifier)
{
    const auto& input = classifier.config.preprocessing;
    const bool inside = classifier.config.includePreprocessing;
    return "\"\"\"Reads a chest film with model.onnx. For teaching and research only.\n"
           "pip install onnxruntime opencv-python-headless numpy;  python predict.py "
           "film.png\"\"\"\n"
           "import json\n"
           "import pathlib\n"
           "import sys\n\n"
           "import cv2\n"
           "import numpy as np\n"
           "import onnxruntime\n\n"
           "here = pathlib.Path(__file__).parent\n"
           "about = json.loads((here / \"preprocessing.json\").read_text(encoding=\"utf-8\"))\n"
           "H, W = about[\"height\"], about[\"width\"]\n"
           "film = cv2.imread(sys.argv[1], " +
           std::string(input.rgb ? "cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH"
                                 : "cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH") +
           ")\n"
           "film = film.astype(np.float32) / (257 if film.dtype == np.uint16 else 1)\n" +
           resizingOf(input).python + "\n" +
           (input.rgb ? "x = film[:, :, ::-1].transpose(2, 0, 1)\n"
                      : "x = np.stack([film] * 3)\n") +
           (inside ? "" : "x = x / 127.5 - 1\n") +
           "session = onnxruntime.InferenceSession(str(here / \"model.onnx\"))\n"
           "scores = session.run(None, {\"film\": x[None].astype(np.float32)})[0][0]\n"
           "for name, score in zip(about[\"class_names\"], scores):\n"
           "    print(f\"{name}\\t{score:.6f}\")\n";
}

std::string cppExample(const model::Classifier& classifier)
{
    const auto& input = classifier.config.preprocessing;
    const bool inside = classifier.config.includePreprocessing;
    std::string names;
    for (const std::string& name : classifier.classNames) {
        names += names.empty() ? "" : ", ";
        names += '"';
        for (const char c : name)
            names += (c == '"' || c == '\\') ? std::string{'\\', c} : std::string{c};
        names += '"';
    }
    const std::string size =
        "H = " + std::to_string(input.height) + ", W = " + std::to_string(input.width);
    return "// Reads a chest film with model.pt. For teaching and research only. TORCH: where "
           "LibTorch "
           "is.\n"
           "// g++ -std=c++20 predict.cpp -o predict -I$TORCH/include "
           "-I$TORCH/include/torch/csrc/api/include \\\n"
           "//   -L$TORCH/lib -Wl,-rpath,$TORCH/lib -ltorch -ltorch_cpu -lc10 "
           "$(pkg-config --cflags --libs opencv4)\n"
           "// ./predict model.pt film.png\n"
           "#include <torch/script.h>\n"
           "#include <opencv2/imgcodecs.hpp>\n"
           "#include <opencv2/imgproc.hpp>\n"
           "#include <cstdio>\n\n"
           "int main(int, char** argv)\n{\n"
           "  const double " +
           size +
           ";\n"
           "  const char* names[] = {" +
           names +
           "};\n"
           "  cv::Mat film = cv::imread(argv[2], " +
           (input.rgb ? "cv::IMREAD_COLOR" : "cv::IMREAD_GRAYSCALE") +
           " | cv::IMREAD_ANYDEPTH);\n"
           "  film.convertTo(film, CV_32F, film.depth() == CV_16U ? 1.0 / 257 : 1.0);\n" +
           resizingOf(input).cpp + "\n  cv::cvtColor(film, film, " +
           (input.rgb ? "cv::COLOR_BGR2RGB" : "cv::COLOR_GRAY2RGB") +
           ");\n"
           "  torch::jit::Module model = torch::jit::load(argv[1]);\n"
           "  at::Tensor x = torch::from_blob(film.data, {1, film.rows, film.cols, 3})"
           ".permute({0, 3, 1, 2});\n" +
           (inside ? "" : "  x = x / 127.5 - 1;\n") +
           "  const at::Tensor scores = model.forward({x}).toTensor()[0];\n"
           "  for (int64_t k = 0; k < scores.size(0); ++k)\n"
           "    std::printf(\"%s\\t%.6f\\n\", names[k], scores[k].item<float>());\n"
           "}\n";
}

} // namespace negatoscope::exporting
