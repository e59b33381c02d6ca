<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>ConfigChoice</name>
    <message>
        <source>Cross-entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cross-entropy, sparse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Binary cross-entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Focal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Focal, binary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fine tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head first, then fine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oversample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undersample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phantoms (built in)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ImageNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfigDiff</name>
    <message>
        <source>%1 %2 → %3</source>
        <comment>what, from, to</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 enabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FreezeDepth</name>
    <message>
        <source>stem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>block %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>part of the stem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>into %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>train the whole backbone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>freeze the whole backbone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>freeze %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>Notebook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dictionary of the course notebook, as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen backbone: a result in seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last blocks adapt to the films: minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More views and epochs: the most accurate, and the slowest.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>%1 weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off when predicting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunText</name>
    <message>
        <source>p &lt; %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p = %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At 50 %: %1 %2 → %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>specificity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two runs have no validation films in common.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Every film is called the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 films fixed, %2 broken (%3): </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this may be chance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than chance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 things differ: which one did it cannot be said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every film gets the same score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch normalisation misleads here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every film is called the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trainer says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation is still getting better: loss %1 after epoch %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch %1 stays the best; validation loss is %2 after epoch %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can stop now and keep epoch %1. Numbers on the right move with each epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same settings as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source> · and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Changed since %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::AppState</name>
    <message>
        <source>This setting cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not read or write it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading it failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of file is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is larger than what is read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are not enough films.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shapes do not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The numbers left their range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected went wrong.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::BackboneCard</name>
    <message>
        <source>Backbone and films: all settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trained</source>
        <comment>weights</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1 trained</source>
        <comment>weights</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 weights of the backbone are trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>≈ %1 s / epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will rebuild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Building %1 %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ConfusionMatrixView</name>
    <message>
        <source>TP</source>
        <extracomment>true positive / false negative</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FP</source>
        <extracomment>false positive / true negative</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 %3 films called %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no result yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>called %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::DataPage</name>
    <message>
        <source>No films yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder with one sub-folder per class, or start with drawn chests. Nothing leaves this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phantom demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shuffled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Films</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n films read</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1 patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder was not opened: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::EditorColumn</name>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::EducationMark</name>
    <message>
        <source>Education only – not for diagnosis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For teaching and research only. Not a medical device; not for diagnosis, triage or treatment.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::EpochScrubber</name>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag through the epochs: matrix, curves and films follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, the best is %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FacetPanel</name>
    <message>
        <source>Filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search name or patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One film only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worth a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identical films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No patient number</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FacetRow</name>
    <message numerus="yes">
        <source>%1, %n films</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmBelt</name>
    <message>
        <source>Films by score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>← called %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>called %1 →</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TN</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n film(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The films stand here, sorted by their score, after the first epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, score %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmModel</name>
    <message>
        <source>no label</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmPreview</name>
    <message>
        <source>Film</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmViewer</name>
    <message>
        <source>Film viewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, window %2, level %3, zoom %4 percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>colour film · %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>window %1 · level %2 · %3 %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FreezeBar</name>
    <message>
        <source>Freeze depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen: %1. %2 of %3 weights of the backbone are trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 × %2, %3 weights, from layer %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::HeaderBar</name>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no films open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data set: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::HomePage</name>
    <message>
        <source>Where to begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the phantom demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the Reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawn chests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Films computed on this computer, with or without an opacity. Nothing to download; ready to train in a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder with one sub-folder per class, or train, val and test. Or drop it on this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One film</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at a film, and at what a trained model says about it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::Inspector</name>
    <message>
        <source>Selected film</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same picture elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the folder report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identical copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Films that could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in Reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n different</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a film first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No film chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 bit, %n channels</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No patient number in the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept as a patient of its own. Two such films of one patient could land in two splits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder report copied</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::JobBar</name>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop &amp;&amp; keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No connection is used</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>CPU · %n threads</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Reading films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looking for films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 GB</source>
        <extracomment>memory used of memory installed, in gigabytes</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LabController</name>
    <message>
        <source>Run %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of films first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 films · %2 epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 · %2</source>
        <comment>time, films and epochs</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has to be computed again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backbone, films, views or freeze depth are others than in the last run: their outputs are computed when training starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 finished · saved on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was cancelled; nothing was kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · about %2 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>features of the frozen part · %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading the films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · batch %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measuring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping after this batch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LabDraft</name>
    <message>
        <source>%1 %2 → %3</source>
        <comment>an edit: what, from, to</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>add %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>duplicate %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>move %1 below %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>move %1 above %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reset %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enable %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disable %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 %3 → %4</source>
        <comment>an edit: layer, option, from, to</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LabPage</name>
    <message>
        <source>Backbone and films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More training settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This configuration cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the run?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel keeps nothing of this run. Stop &amp; keep would keep what it has learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LayerCard</name>
    <message>
        <source>More for this layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weights · fixed to %2 classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 had %2</source>
        <comment>run name, value</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edited since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disabled · 0 weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All options…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LayerList</name>
    <message>
        <source>Pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added by the program: the stack does not end in one value per class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dense · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fixed to %1 classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weights · fixed to %2 classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LineChart</name>
    <message>
        <source>%1 after epoch %2: %3</source>
        <extracomment>name of a line, epoch, value</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no values yet; key T shows a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LineChartPlot</name>
    <message>
        <source>best</source>
        <extracomment>Mark over the best epoch of a chart</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::MainWindow</name>
    <message>
        <source>Films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open film…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop &amp;&amp; keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Negatoscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>text size</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language (at the next start)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes at the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a film</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A teaching laboratory for chest X-ray classifiers. Free software under the GNU General Public License, version 3 or later. Films never leave this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeping the run, then closing. Close again to leave at once.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::MetricTile</name>
    <message>
        <source>%1: %2 percent, %3 of %4, interval %5 to %6</source>
        <extracomment>Accessible text of a rate: name, value, k of n, interval</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: undefined, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undefined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too few films</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ModelEditor</name>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as notebook text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste notebook text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preset %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied as notebook text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paste notebook text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 trainable</source>
        <comment>weights</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NavigationRail</name>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NetworkSteps</name>
    <message>
        <source>What the network sees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>original, fitted to %1 pixels, grey three times, scaled to −1 to 1 with mean %2, augmented samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a film to see every step from file to network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1  Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a centre crop loses %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letterbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Centre crop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1², %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shape lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shape kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3  Grey, 3 times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same film 3 ×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4  Scaled −1 … 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5  Augmented, training only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flip · turn, zoom · frame blanked · contrast</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NetworkStrip</name>
    <message>
        <source>What the network sees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the selected film</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How films are fitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letterbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Centre crop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other samples</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NumberEdit</name>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2, please</source>
        <comment>allowed range</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; empty for none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ParameterField</name>
    <message>
        <source>Default %1. Right-click to reset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 had %2</source>
        <comment>run name, value</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::PhantomDemo</name>
    <message>
        <source>Drawing chests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 films</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::PredictionPanel</name>
    <message>
        <source>What the model says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model was not opened: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The film was not opened: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>called %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a score for %1, not this child’s risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a score, not this child’s risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scored in %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label says %1 too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label says %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model and label differ: either may be wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The viewer works without one. Train a run in the Lab, or open a model: a run folder, a Keras file or a Teachable Machine folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the Lab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a film</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop one here, or step through the films of the open set.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::PrevalencePanel</name>
    <message>
        <source>%1 ill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 healthy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of ill patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If %1 of the patients were ill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fewer than 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No alarm in 1,000 patients; missed: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 alarms in 1,000 patients: %2 right (PPV %3), %4 missed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ReaderPage</name>
    <message>
        <source>Drop a film here, or open one with Ctrl+Shift+O.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What dragging does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the film</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One to one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invert (I)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset the window (R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open film…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a film</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next film</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs an open folder of films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ResultCard</name>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen on validation; may not transfer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plain threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sens ≥ 95 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sensitivity of at least 95 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Youden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The most sensitivity and specificity together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PPV in this set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NPV in this set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix, curves and films appear after the first epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs a finished run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data set has no test films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: threshold %2 %, chosen on validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 %, DeLong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 %, by patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, threshold %2 percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; always saying %2 would score %3 %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RocChart</name>
    <message>
        <source>ROC curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>area %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no result yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sensitivity %1, specificity %2 at the threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 − specificity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AUC %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RunCard</name>
    <message>
        <source>%1 could not be trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts as tables (T)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing trained yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train run %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No films yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder with one sub-folder per class, then train. Nothing leaves this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The head trains in seconds: the frozen network looks at every film only once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped and kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>state, duration</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) since</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>by batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at this before you trust the figures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ScoreBar</name>
    <message>
        <source>Score %1, threshold %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ScoreHistogram</name>
    <message>
        <source>Threshold %1 percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 %3 and %4 of %5 %6 score at or above it; arrow keys move it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SealedPanel</name>
    <message>
        <source>Each look makes the number a little less honest, so looks are counted and printed in the report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My guess for accuracy, in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My guess for accuracy, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep sealed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the test set for %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %, fixed on validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open, look %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SettingsPanel</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SplitBars</name>
    <message>
        <source>%1: %2 films of %3 patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Films per split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>films</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>positive</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SplitCard</name>
    <message>
        <source>Split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no patient in two splits</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n films in two splits</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patients in two splits</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n identical copies</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SplitDialog</name>
    <message>
        <source>split by patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All films of one patient stay together, so the network cannot recognise a patient it has seen. Class and kind keep their shares; identical films stay together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave 20 % or more for training</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::TrainPanel</name>
    <message>
        <source>Stop &amp;&amp; keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends after this batch, measures and keeps the run (Ctrl+.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends at once and keeps nothing (Ctrl+Shift+.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping after this batch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1 is a snapshot. Your edits apply to run %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train run %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::TrainingForm</name>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All fields of this card back to their defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More settings: schedule, weight decay, early stopping, augmentation…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>reset the training settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ValueEditor</name>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oversample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undersample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of the backbone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights (*.h5 *.keras *.safetensors model.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Custom</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
