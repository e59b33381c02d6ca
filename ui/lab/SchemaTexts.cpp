#include "ui/lab/SchemaTexts.h"

#include <QtGlobal>

namespace negatoscope::ui {

namespace {

// One line per label, effect and group of core/model's tables: lupdate cannot see them there. A
// test says which one is missing.
constexpr const char* kTexts[] = {
    QT_TRANSLATE_NOOP("ConfigSchema", "Backbone"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Model"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "The network whose features are used. MobileNetV2 is small enough to "
        "train on a laptop without a graphics card."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Width (alpha)"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "How many channels every layer has, relative to the full network. Wider "
        "sees more and is slower: 1.0 needs about five times the arithmetic of "
        "0.35. Widths other than the six published ones work with random "
        "weights only."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Starting weights"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Where the backbone's weights come from: imagenet (Keras' published "
        "file, downloaded once), phantom (made by us from drawn films, always "
        "there), random, or the path of a file. Pretrained weights need far "
        "fewer films than random ones."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Keras' own top"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Ends the network as Keras does: global average pooling and one dense "
        "layer with classifier_activation. The added layers must then be empty, "
        "and pooling is ignored."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Input tensor"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Keras' way to put the network behind another one. Here it is always "
        "None: the network reads films."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Pooling"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "How the last feature map becomes one number per channel: avg takes the "
        "mean over the film, max the strongest place, none keeps the map for "
        "convolution layers."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Classifier activation"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Activation of the final dense layer that is appended when the added "
        "layers do not end in one."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Preprocessing inside the model"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Puts the rescaling of grey levels into the model and its exports, "
        "which then take 0…255. Scores do not change."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Films"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Colour"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Reads films in colour. X-ray films are grey: False reads one channel "
        "and repeats it three times."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Image size"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Pixels to which every film is brought, one number or (height, width). "
        "Larger shows finer detail and costs time with the square; published "
        "weights exist for 96, 128, 160, 192 and 224."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Input shape"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Height, width and channels of the network's input; agrees with "
        "img_size. The channels are always 3: a grey film is repeated three "
        "times."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Resize"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "stretch fills the square as Keras does and bends the chest; letterbox "
        "keeps the shape with black borders; crop keeps the shape and cuts the "
        "long side."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Interpolation"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "bilinear is what Keras does, and skips pixels when it shrinks; area "
        "averages all of them, which is smoother."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Training"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Strategy"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "no_tuning trains the added layers only; fine_tuning also the backbone "
        "behind fixed_layers; full_tuning everything; two_stage first the added "
        "layers, then as fine_tuning."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Frozen layers"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "How many of the backbone's first layers stay as they are (Keras' layer "
        "indices; a block name such as 'block_13' works too). More frozen is "
        "quicker and needs fewer films; fewer adapts more to them."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Batch normalisation"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "keras lets unfrozen layers measure each batch, as a notebook does: "
        "early epochs can then look far worse on validation than on training. "
        "frozen keeps the statistics of the pretrained network."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Epochs"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "How often every film is seen. More fits the training films better; the "
        "validation curve says when that stops helping."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Batch size"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Films per step. Larger batches give smoother and fewer steps per epoch "
        "and need more memory."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Seed"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Start of all random numbers. The same seed and thread count give the "
        "same run; several seeds show how much of a difference is luck."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Best epoch by"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "The figure that decides which epoch's weights become the model; last "
        "takes the last epoch."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Epochs of the first stage"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "two_stage: how long only the added layers are trained before the "
        "backbone joins in."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Learning rate of the head"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Learning rate of the added layers when the backbone is trained too; 0 "
        "uses the same for all."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Standardise features"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Brings every feature of a frozen backbone to mean 0 and deviation 1 "
        "before the added layers, which then learn faster."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Balance"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Balance the classes"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "What is done when one class has many more films: true weights the "
        "rarer class up in the loss, oversample repeats its films, undersample "
        "leaves films of the larger class out."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Class weights"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "How much a film of each class counts in the loss, in the order of the "
        "class names; given here they replace the balanced weights of "
        "equilibrate. A higher weight of PNEUMONIA raises sensitivity and "
        "lowers specificity."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Optimizer"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "The rule that turns gradients into steps. adam and adamw adapt the "
        "step of every weight and are a safe start; sgd is plain and needs its "
        "learning rate tuned. A new name brings its own defaults."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Learning rate"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Size of the steps. Too high never settles or explodes, too low learns "
        "slowly; it is the first thing to try."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Slope below 0"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "Of leaky_relu only. Keras' function has 0.2, its layer LeakyReLU 0.3."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Momentum"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "How much of the last step is kept. More smooths the way and speeds it "
        "up, too much overshoots."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Nesterov"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Looks one step ahead before it corrects."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Rho"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Memory of the running mean of squared gradients."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Centred"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "Divides by the variance of the gradients instead of their mean square."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Beta 1"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "Memory of the running mean of gradients: higher is smoother."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Beta 2"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Epsilon"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "A small number against division by zero; larger damps the steps of "
        "rarely used weights."),
    QT_TRANSLATE_NOOP("ConfigSchema", "AMSGrad"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Never lets the step grow again once gradients were large."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Initial accumulator"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Start of the sum of squared gradients: larger makes the first steps "
        "smaller."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Weight decay"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Pulls every weight a little towards zero at each step, which restrains "
        "over-fitting. None leaves it at the optimizer's own (adamw 0.004, "
        "others none)."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Clip norm"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Shortens the gradient of a variable that is longer than this; tames "
        "single wild steps."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Global clip norm"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "Shortens all gradients together when they are longer than this."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Clip value"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Limits every single gradient to ± this."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Loss"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "What training makes small. Cross-entropy asks for honest "
        "probabilities; the focal forms look more at films that are still "
        "wrong."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Label smoothing"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Moves the targets from 0 and 1 inwards. A little keeps scores from "
        "becoming over-confident, much blurs the margin."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Focal alpha"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Weight of the focal loss."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Focal gamma"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "How strongly easy films are ignored; 0 is plain cross-entropy."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Focal class balancing"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "Weights the positive class by alpha and the negative one by 1 − alpha."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Schedule"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Learning-rate schedule"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "How the learning rate changes over the run: constant, falling along a "
        "cosine or by a factor per epoch, or lowered when a figure stops "
        "improving."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Warm-up"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Fraction of all steps over which the rate rises from zero; protects "
        "pretrained weights from the first wild steps."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Cosine floor"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Fraction of the learning rate that is left at the end."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Decay rate"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Factor per decay_epochs."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Decay epochs"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Epochs over which the factor applies once."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Plateau factor"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "The learning rate is multiplied by this when nothing improves."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Plateau patience"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Epochs without improvement before the rate is lowered."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Plateau minimum change"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Smaller changes do not count as improvement."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Plateau cool-down"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Epochs of rest after the rate was lowered."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Lowest learning rate"),
    QT_TRANSLATE_NOOP("ConfigSchema", "The rate is never lowered below this."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Plateau watches"),
    QT_TRANSLATE_NOOP("ConfigSchema", "The figure that must improve."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Early stopping"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Ends training when the watched figure has not improved for some "
        "epochs; saves time and over-fitting."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Watches"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Minimum change"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Patience"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Epochs without improvement before training ends."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Restore best"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Goes back to the weights of the best epoch at the end."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Starts at epoch"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Nothing is watched before this epoch."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Averaging"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Weight averaging"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "The model is a running mean of the weights, which is steadier than the "
        "last step."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Averaging momentum"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Nearer to 1 averages over more steps."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Averaging starts at"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Fraction of all steps before which nothing is averaged."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Augmentation"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Shows every film a little turned, shifted, zoomed and re-exposed each "
        "time. The model then relies less on how one hospital takes its films. "
        "true = mild, strong and extra = wider ranges."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Cached views"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "A bank of views of every training film, computed once and drawn from "
        "in every epoch: augmentation at the price of a few passes over the "
        "films."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Views: original"),
    QT_TRANSLATE_NOOP("ConfigSchema", "The film as it is."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Views: flip"),
    QT_TRANSLATE_NOOP("ConfigSchema", "The film mirrored."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Views: mild"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Small turns, shifts and exposures."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Views: strong"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Wider ranges, markers sometimes hidden."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Views: extra"),
    QT_TRANSLATE_NOOP("ConfigSchema", "The widest ranges: for films from elsewhere."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Dense"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Every output is a weighted sum of all inputs."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Units"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Neurons. More can learn finer rules and over-fits sooner."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Activation"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "What is done to every output; relu cuts off below zero, softmax makes "
        "probabilities."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Bias"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Adds one learned number to every output."),
    QT_TRANSLATE_NOOP("ConfigSchema", "kernel initializer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "How the weights start: a name, or an object with options."),
    QT_TRANSLATE_NOOP("ConfigSchema", "bias initializer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "kernel regularizer"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "A penalty on large weights: l1 drives many to zero, l2 keeps all "
        "small."),
    QT_TRANSLATE_NOOP("ConfigSchema", "bias regularizer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Dropout"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Switches off a random part of its inputs in training, so that no "
        "single one is relied on."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Rate"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Part that is switched off: more restrains over-fitting."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Gaussian noise"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Adds random noise in training."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Deviation"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Strength of the noise."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Gaussian dropout"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Multiplies by random noise in training."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Strength, as the rate of a dropout with the same variance."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Alpha dropout"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "Dropout that keeps mean and variance; meant for the selu activation."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Part that is switched off."),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Brings every channel to mean 0 and deviation 1 over the batch; speeds "
        "training up."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Memory of the running mean and variance."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Added to the variance."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Centre"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Learns an offset (beta)."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Scale"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Learns a factor (gamma)."),
    QT_TRANSLATE_NOOP("ConfigSchema", "beta initializer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "gamma initializer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "beta regularizer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "gamma regularizer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "moving mean initializer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "moving variance initializer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Layer normalisation"),
    QT_TRANSLATE_NOOP(
        "ConfigSchema", "Brings the channels of every film to mean 0 and deviation 1."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Bends every input by a fixed curve."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Rescaling"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Multiplies by a fixed number and adds another."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Factor."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Offset"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Added after the factor."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Max pooling"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Keeps the strongest of neighbouring places."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Pool size"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Places of the map that become one."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Strides"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Step between places; none = the pool size."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Padding"),
    QT_TRANSLATE_NOOP("ConfigSchema", "same keeps incomplete places, valid drops them."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Average pooling"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Takes the mean of neighbouring places."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Global average pooling"),
    QT_TRANSLATE_NOOP("ConfigSchema", "The mean of every channel over the whole film."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Global max pooling"),
    QT_TRANSLATE_NOOP("ConfigSchema", "The strongest place of every channel in the whole film."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Flatten"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Lays the map out as one long list: keeps places apart and makes many "
        "weights."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Convolution"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "Looks for learned patterns at every place of the map; needs pooling: "
        "None before it."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Filters"),
    QT_TRANSLATE_NOOP("ConfigSchema", "How many patterns are looked for; more needs more films."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Kernel size"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Size of a pattern in places of the map."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Step between places: 2 halves the map."),
    QT_TRANSLATE_NOOP("ConfigSchema", "same keeps the size of the map, valid loses its border."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Dilation"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Gaps inside the kernel: sees further with as few weights."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Groups"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Channels are cut into groups that do not see each other."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Depthwise convolution"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Looks for patterns in each channel by itself; few weights."),
    QT_TRANSLATE_NOOP("ConfigSchema", "Depth multiplier"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Outputs per input channel."),
    QT_TRANSLATE_NOOP("ConfigSchema", "depthwise initializer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "depthwise regularizer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "Separable convolution"),
    QT_TRANSLATE_NOOP("ConfigSchema",
        "A depthwise convolution followed by a mix of the channels: a lighter "
        "convolution."),
    QT_TRANSLATE_NOOP("ConfigSchema", "pointwise initializer"),
    QT_TRANSLATE_NOOP("ConfigSchema", "pointwise regularizer"),
};

} // namespace

std::span<const char* const> schemaTexts()
{
    return kTexts;
}

} // namespace negatoscope::ui
