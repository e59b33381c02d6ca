#!/usr/bin/env bash
# Installs what building (and, with --tests, testing) Negatoscope needs on Debian 12, and unpacks
# LibTorch into .deps/. Says what it will install before it does; installs nothing twice.
#   packaging/install_dependencies.sh [--tests] [--no-gui] [--system-torch]
set -euo pipefail
cd "$(dirname "$0")/.."

kTorchVersion=2.13.0

want_tests=0
want_gui=1
want_system_torch=0
for argument in "$@"; do
  case "$argument" in
    --tests) want_tests=1 ;;
    --no-gui) want_gui=0 ;;
    --system-torch) want_system_torch=1 ;;
    *) echo "usage: $0 [--tests] [--no-gui] [--system-torch]" >&2; exit 2 ;;
  esac
done

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "error: installing packages needs root or sudo: $*" >&2
    return 1
  fi
}

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

apt_updated=0
install_packages() {
  local missing
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return 0
  echo "Installing: $(echo $missing)"
  if [ "$apt_updated" -eq 0 ]; then
    as_root apt-get update -qq
    apt_updated=1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    $missing >/dev/null
}

have_torch() {
  [ -f .deps/torch/share/cmake/Torch/TorchConfig.cmake ] && [ -f .deps/torch/.complete ]
}

# Only the C++ half of the wheel is unpacked: libraries, headers, CMake files. No Python at run time.
unpack_torch() {
  local wheel=$1
  rm -rf .deps/torch.part && mkdir -p .deps
  python3 - "$wheel" .deps/torch.part <<'PYTHON'
import sys
import zipfile

wheel, target = sys.argv[1:]
keep = ("torch/lib/", "torch/include/", "torch/share/", "torch/bin/")
with zipfile.ZipFile(wheel) as archive:
    names = [n for n in archive.namelist() if n.startswith(keep) and "libtorch_python" not in n]
    archive.extractall(target, names)
PYTHON
  rm -rf .deps/torch
  mv .deps/torch.part/torch .deps/torch
  rm -rf .deps/torch.part
  touch .deps/torch/.complete
}

fetch_torch() {
  local folder platform
  folder=$(mktemp -d)
  platform="manylinux_2_28_$(uname -m)"
  local download=(python3 -m pip download --quiet --no-deps --only-binary=:all:
    --python-version 311 --platform "$platform" --dest "$folder" "torch==${kTorchVersion}+cpu")
  echo "Fetching LibTorch ${kTorchVersion} for the CPU (190 MB) into .deps/"
  if "${download[@]}" 2>/dev/null \
    || "${download[@]}" --retries 1 --extra-index-url https://download.pytorch.org/whl/cpu; then
    unpack_torch "$folder"/torch-*.whl
  fi
  rm -rf "$folder"
  have_torch
}

packages=(g++ cmake ninja-build ccache pkg-config python3 libopencv-dev libjpeg62-turbo-dev libpng-dev libtiff-dev
  zlib1g-dev libdcmtk-dev libgdcm-dev
  libhdf5-dev libzip-dev libexpected-dev libcli11-dev nlohmann-json3-dev libboost-math-dev
  libxxhash-dev libcurl4-openssl-dev libdlib-dev qt6-base-dev libqt6sql6-sqlite ca-certificates)
if [ "$want_gui" -eq 1 ]; then
  packages+=(qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-qpa-plugins
    libgl1-mesa-dev libqcustomplot-dev qtkeychain-qt6-dev fonts-inter python3-fonttools)
fi
if [ "$want_tests" -eq 1 ]; then
  packages+=(libbenchmark-dev xvfb git python3-venv libopenmpi-dev openmpi-bin slurm-wlm munge)
fi
install_packages "${packages[@]}"

if [ "$want_system_torch" -eq 1 ]; then
  install_packages libtorch-dev libopenblas0
elif [ -z "${CMAKE_PREFIX_PATH:-}" ] && ! have_torch; then
  if ! command -v pip3 >/dev/null && ! python3 -m pip --version >/dev/null 2>&1; then
    install_packages python3-pip
  fi
  if ! fetch_torch; then
    echo "LibTorch ${kTorchVersion} cannot be had; using the distribution's 1.13 (slower)."
    install_packages libtorch-dev libopenblas0
  fi
fi

# What other people's programs say of our files: MLflow, ONNX Runtime and Keras, in an environment of
# the tests' own. Without them the tests under tests/conformance skip, and say so.
kMlflowVersion=3.17.2
make_python() {
  echo "Fetching MLflow $kMlflowVersion, ONNX Runtime and Keras (about 300 MB) into .deps/python"
  rm -rf .deps/python
  mkdir -p .deps
  python3 -m venv .deps/python \
    && .deps/python/bin/python -m pip install --quiet "mlflow[auth]==$kMlflowVersion" onnx \
      onnxruntime pillow keras jax opencv-python-headless \
    && touch .deps/python/.complete
}
if [ "$want_tests" -eq 1 ] && [ "$want_gui" -eq 1 ] && [ ! -f .deps/python/.complete ]; then
  if ! make_python; then
    rm -rf .deps/python
    echo "They cannot be had: the tests against MLflow, ONNX Runtime and Keras will be skipped."
  fi
fi
