<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>ConfigChoice</name>
    <message>
        <source>Cross-entropy</source>
        <translation>Entropie croisée</translation>
    </message>
    <message>
        <source>Cross-entropy, sparse</source>
        <translation>Entropie croisée, éparse</translation>
    </message>
    <message>
        <source>Binary cross-entropy</source>
        <translation>Entropie croisée binaire</translation>
    </message>
    <message>
        <source>Focal</source>
        <translation>Focale</translation>
    </message>
    <message>
        <source>Focal, binary</source>
        <translation>Focale, binaire</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>Divergence KL</translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation>Erreur quadratique</translation>
    </message>
    <message>
        <source>Head only</source>
        <translation>Tête seule</translation>
    </message>
    <message>
        <source>Fine tuning</source>
        <translation>Réglage fin</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>Head first, then fine</source>
        <translation>Tête, puis réglage fin</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Oversample</source>
        <translation>Suréchantillonner</translation>
    </message>
    <message>
        <source>Undersample</source>
        <translation>Sous-échantillonner</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>Poids des classes</translation>
    </message>
    <message>
        <source>Phantoms (built in)</source>
        <translation>Fantômes (fournis)</translation>
    </message>
    <message>
        <source>ImageNet</source>
        <translation>ImageNet</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Au hasard</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>on</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>off</source>
        <translation>non</translation>
    </message>
</context>
<context>
    <name>ConfigDiff</name>
    <message>
        <source>%1 %2 → %3</source>
        <comment>what, from, to</comment>
        <translation>%1 %2 → %3</translation>
    </message>
    <message>
        <source>no layers</source>
        <translation>aucune couche</translation>
    </message>
    <message>
        <source>%1 enabled</source>
        <translation>%1 activé</translation>
    </message>
    <message>
        <source>%1 disabled</source>
        <translation>%1 désactivé</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>gelé</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>couches</translation>
    </message>
</context>
<context>
    <name>ConfigSchema</name>
    <message>
        <source>Backbone</source>
        <translation>Réseau de base</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>The network whose features are used. MobileNetV2 is small enough to train on a laptop without a graphics card.</source>
        <translation>Le réseau dont on prend les sorties. MobileNetV2 est assez petit pour un portable sans carte graphique.</translation>
    </message>
    <message>
        <source>Width (alpha)</source>
        <translation>Largeur (alpha)</translation>
    </message>
    <message>
        <source>How many channels every layer has, relative to the full network. Wider sees more and is slower: 1.0 needs about five times the arithmetic of 0.35. Widths other than the six published ones work with random weights only.</source>
        <translation>Nombre de canaux de chaque couche, par rapport au réseau entier. Plus large voit plus et va moins vite&#x202f;: 1,0 demande environ cinq fois le calcul de 0,35. Les largeurs autres que les six publiées ne marchent qu’avec des poids au hasard.</translation>
    </message>
    <message>
        <source>Starting weights</source>
        <translation>Poids de départ</translation>
    </message>
    <message>
        <source>Where the backbone&apos;s weights come from: imagenet (Keras&apos; published file, downloaded once), phantom (made by us from drawn films, always there), random, or the path of a file. Pretrained weights need far fewer films than random ones.</source>
        <translation>D’où viennent les poids du réseau de base&#x202f;: imagenet (le fichier publié de Keras, téléchargé une fois), phantom (faits par nous sur des clichés dessinés, toujours là), random, ou le chemin d’un fichier. Des poids préentraînés demandent bien moins de clichés.</translation>
    </message>
    <message>
        <source>Keras&apos; own top</source>
        <translation>Sommet de Keras</translation>
    </message>
    <message>
        <source>Ends the network as Keras does: global average pooling and one dense layer with classifier_activation. The added layers must then be empty, and pooling is ignored.</source>
        <translation>Finit le réseau comme Keras&#x202f;: pooling moyen global et une couche dense avec classifier_activation. Les couches ajoutées doivent alors être vides, et pooling est ignoré.</translation>
    </message>
    <message>
        <source>Input tensor</source>
        <translation>Tenseur d’entrée</translation>
    </message>
    <message>
        <source>Keras&apos; way to put the network behind another one. Here it is always None: the network reads films.</source>
        <translation>La façon de Keras de placer le réseau derrière un autre. Ici toujours None&#x202f;: le réseau lit des clichés.</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>Pooling</translation>
    </message>
    <message>
        <source>How the last feature map becomes one number per channel: avg takes the mean over the film, max the strongest place, none keeps the map for convolution layers.</source>
        <translation>Comment la dernière carte devient un nombre par canal&#x202f;: avg prend la moyenne sur le cliché, max le point le plus fort, none garde la carte pour des convolutions.</translation>
    </message>
    <message>
        <source>Classifier activation</source>
        <translation>Activation du classificateur</translation>
    </message>
    <message>
        <source>Activation of the final dense layer that is appended when the added layers do not end in one.</source>
        <translation>Activation de la dernière couche dense, ajoutée quand la pile n’en finit pas par une.</translation>
    </message>
    <message>
        <source>Preprocessing inside the model</source>
        <translation>Prétraitement dans le modèle</translation>
    </message>
    <message>
        <source>Puts the rescaling of grey levels into the model and its exports, which then take 0…255. Scores do not change.</source>
        <translation>Met la mise à l’échelle des gris dans le modèle et ses exports, qui prennent alors 0…255. Les scores ne changent pas.</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>Clichés</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>Reads films in colour. X-ray films are grey: False reads one channel and repeats it three times.</source>
        <translation>Lit les clichés en couleur. Les radiographies sont grises&#x202f;: False lit un canal et le répète trois fois.</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>Taille d’image</translation>
    </message>
    <message>
        <source>Pixels to which every film is brought, one number or (height, width). Larger shows finer detail and costs time with the square; published weights exist for 96, 128, 160, 192 and 224.</source>
        <translation>Pixels auxquels chaque cliché est ramené, un nombre ou (hauteur, largeur). Plus grand montre plus de détail et coûte du temps au carré&#x202f;; des poids publiés existent pour 96, 128, 160, 192 et 224.</translation>
    </message>
    <message>
        <source>Input shape</source>
        <translation>Forme d’entrée</translation>
    </message>
    <message>
        <source>Height, width and channels of the network&apos;s input; agrees with img_size. The channels are always 3: a grey film is repeated three times.</source>
        <translation>Hauteur, largeur et canaux de l’entrée du réseau&#x202f;; en accord avec img_size. Toujours 3 canaux&#x202f;: un cliché gris est répété trois fois.</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>Ajustement</translation>
    </message>
    <message>
        <source>stretch fills the square as Keras does and bends the chest; letterbox keeps the shape with black borders; crop keeps the shape and cuts the long side.</source>
        <translation>stretch remplit le carré comme Keras et déforme le thorax&#x202f;; letterbox garde la forme avec des bandes noires&#x202f;; crop garde la forme et coupe le grand côté.</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>Interpolation</translation>
    </message>
    <message>
        <source>bilinear is what Keras does, and skips pixels when it shrinks; area averages all of them, which is smoother.</source>
        <translation>bilinear est ce que fait Keras, et saute des pixels en réduisant&#x202f;; area les moyenne tous, ce qui est plus doux.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entraînement</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Stratégie</translation>
    </message>
    <message>
        <source>no_tuning trains the added layers only; fine_tuning also the backbone behind fixed_layers; full_tuning everything; two_stage first the added layers, then as fine_tuning.</source>
        <translation>no_tuning n’entraîne que les couches ajoutées&#x202f;; fine_tuning aussi le réseau de base après fixed_layers&#x202f;; full_tuning tout&#x202f;; two_stage d’abord les couches ajoutées, puis comme fine_tuning.</translation>
    </message>
    <message>
        <source>Frozen layers</source>
        <translation>Couches gelées</translation>
    </message>
    <message>
        <source>How many of the backbone&apos;s first layers stay as they are (Keras&apos; layer indices; a block name such as &apos;block_13&apos; works too). More frozen is quicker and needs fewer films; fewer adapts more to them.</source>
        <translation>Combien des premières couches du réseau de base restent telles quelles (indices de Keras&#x202f;; un nom de bloc comme «&#x202f;block_13&#x202f;» va aussi). Plus de gel est plus rapide et demande moins de clichés&#x202f;; moins s’y adapte mieux.</translation>
    </message>
    <message>
        <source>Batch normalisation</source>
        <translation>Normalisation par lots</translation>
    </message>
    <message>
        <source>keras lets unfrozen layers measure each batch, as a notebook does: early epochs can then look far worse on validation than on training. frozen keeps the statistics of the pretrained network.</source>
        <translation>keras laisse les couches dégelées mesurer chaque lot, comme un carnet&#x202f;: les premières époques peuvent alors sembler bien pires en validation. frozen garde les statistiques du réseau préentraîné.</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Époques</translation>
    </message>
    <message>
        <source>How often every film is seen. More fits the training films better; the validation curve says when that stops helping.</source>
        <translation>Combien de fois chaque cliché est vu. Plus colle mieux aux clichés d’entraînement&#x202f;; la courbe de validation dit quand cela n’aide plus.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Taille du lot</translation>
    </message>
    <message>
        <source>Films per step. Larger batches give smoother and fewer steps per epoch and need more memory.</source>
        <translation>Clichés par pas. Un lot plus grand donne des pas plus doux et moins nombreux, et demande plus de mémoire.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <source>Start of all random numbers. The same seed and thread count give the same run; several seeds show how much of a difference is luck.</source>
        <translation>Départ de tous les nombres aléatoires. Même graine et mêmes fils donnent le même essai&#x202f;; plusieurs graines montrent la part de chance.</translation>
    </message>
    <message>
        <source>Best epoch by</source>
        <translation>Meilleure époque selon</translation>
    </message>
    <message>
        <source>The figure that decides which epoch&apos;s weights become the model; last takes the last epoch.</source>
        <translation>La mesure qui décide de l’époque dont les poids deviennent le modèle&#x202f;; last prend la dernière.</translation>
    </message>
    <message>
        <source>Epochs of the first stage</source>
        <translation>Époques de la première étape</translation>
    </message>
    <message>
        <source>two_stage: how long only the added layers are trained before the backbone joins in.</source>
        <translation>two_stage&#x202f;: combien de temps seules les couches ajoutées sont entraînées avant le réseau de base.</translation>
    </message>
    <message>
        <source>Learning rate of the head</source>
        <translation>Taux d’apprentissage de la tête</translation>
    </message>
    <message>
        <source>Learning rate of the added layers when the backbone is trained too; 0 uses the same for all.</source>
        <translation>Taux d’apprentissage des couches ajoutées quand le réseau de base est entraîné aussi&#x202f;; 0 prend le même pour tous.</translation>
    </message>
    <message>
        <source>Standardise features</source>
        <translation>Standardiser les sorties</translation>
    </message>
    <message>
        <source>Brings every feature of a frozen backbone to mean 0 and deviation 1 before the added layers, which then learn faster.</source>
        <translation>Ramène chaque sortie d’un réseau de base gelé à moyenne 0 et écart 1 avant les couches ajoutées, qui apprennent alors plus vite.</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Équilibre</translation>
    </message>
    <message>
        <source>Balance the classes</source>
        <translation>Équilibrer les classes</translation>
    </message>
    <message>
        <source>What is done when one class has many more films: true weights the rarer class up in the loss, oversample repeats its films, undersample leaves films of the larger class out.</source>
        <translation>Ce qui est fait quand une classe a bien plus de clichés&#x202f;: true pèse davantage la classe rare dans la perte, oversample répète ses clichés, undersample laisse de côté des clichés de la plus grande.</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>Poids des classes</translation>
    </message>
    <message>
        <source>How much a film of each class counts in the loss, in the order of the class names; given here they replace the balanced weights of equilibrate. A higher weight of PNEUMONIA raises sensitivity and lowers specificity.</source>
        <translation>Ce que compte un cliché de chaque classe dans la perte, dans l’ordre des noms de classes&#x202f;; remplace les poids équilibrés de equilibrate. Un poids plus grand de PNEUMONIA augmente la sensibilité et baisse la spécificité.</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Optimiseur</translation>
    </message>
    <message>
        <source>The rule that turns gradients into steps. adam and adamw adapt the step of every weight and are a safe start; sgd is plain and needs its learning rate tuned. A new name brings its own defaults.</source>
        <translation>La règle qui change les gradients en pas. adam et adamw adaptent le pas de chaque poids et sont un bon départ&#x202f;; sgd est simple et demande de régler son taux. Un nouveau nom apporte ses défauts.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Taux d’apprentissage</translation>
    </message>
    <message>
        <source>Size of the steps. Too high never settles or explodes, too low learns slowly; it is the first thing to try.</source>
        <translation>Taille des pas. Trop grande ne se pose jamais ou explose, trop petite apprend lentement&#x202f;; le premier réglage à essayer.</translation>
    </message>
    <message>
        <source>Slope below 0</source>
        <translation>Pente sous 0</translation>
    </message>
    <message>
        <source>Of leaky_relu only. Keras&apos; function has 0.2, its layer LeakyReLU 0.3.</source>
        <translation>De leaky_relu seulement. La fonction de Keras a 0,2, sa couche LeakyReLU 0,3.</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Inertie</translation>
    </message>
    <message>
        <source>How much of the last step is kept. More smooths the way and speeds it up, too much overshoots.</source>
        <translation>Part du dernier pas qui est gardée. Plus lisse et accélère le chemin, trop le dépasse.</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>Nesterov</translation>
    </message>
    <message>
        <source>Looks one step ahead before it corrects.</source>
        <translation>Regarde un pas en avant avant de corriger.</translation>
    </message>
    <message>
        <source>Rho</source>
        <translation>Rho</translation>
    </message>
    <message>
        <source>Memory of the running mean of squared gradients.</source>
        <translation>Mémoire de la moyenne des gradients au carré.</translation>
    </message>
    <message>
        <source>Centred</source>
        <translation>Centré</translation>
    </message>
    <message>
        <source>Divides by the variance of the gradients instead of their mean square.</source>
        <translation>Divise par la variance des gradients au lieu de leur carré moyen.</translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation>Bêta 1</translation>
    </message>
    <message>
        <source>Memory of the running mean of gradients: higher is smoother.</source>
        <translation>Mémoire de la moyenne des gradients&#x202f;: plus haut est plus lisse.</translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation>Bêta 2</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>Epsilon</translation>
    </message>
    <message>
        <source>A small number against division by zero; larger damps the steps of rarely used weights.</source>
        <translation>Un petit nombre contre la division par zéro&#x202f;; plus grand, il freine les poids peu utilisés.</translation>
    </message>
    <message>
        <source>AMSGrad</source>
        <translation>AMSGrad</translation>
    </message>
    <message>
        <source>Never lets the step grow again once gradients were large.</source>
        <translation>Ne laisse plus le pas grandir après de grands gradients.</translation>
    </message>
    <message>
        <source>Initial accumulator</source>
        <translation>Accumulateur initial</translation>
    </message>
    <message>
        <source>Start of the sum of squared gradients: larger makes the first steps smaller.</source>
        <translation>Départ de la somme des gradients au carré&#x202f;: plus grand rend les premiers pas plus petits.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Décroissance des poids</translation>
    </message>
    <message>
        <source>Pulls every weight a little towards zero at each step, which restrains over-fitting. None leaves it at the optimizer&apos;s own (adamw 0.004, others none).</source>
        <translation>Tire chaque poids un peu vers zéro à chaque pas, ce qui freine le surapprentissage. None garde celui de l’optimiseur (adamw 0,004, les autres aucun).</translation>
    </message>
    <message>
        <source>Clip norm</source>
        <translation>Norme limite</translation>
    </message>
    <message>
        <source>Shortens the gradient of a variable that is longer than this; tames single wild steps.</source>
        <translation>Raccourcit le gradient d’une variable au-delà de cette longueur&#x202f;; calme les pas violents.</translation>
    </message>
    <message>
        <source>Global clip norm</source>
        <translation>Norme limite globale</translation>
    </message>
    <message>
        <source>Shortens all gradients together when they are longer than this.</source>
        <translation>Raccourcit tous les gradients ensemble au-delà de cette longueur.</translation>
    </message>
    <message>
        <source>Clip value</source>
        <translation>Valeur limite</translation>
    </message>
    <message>
        <source>Limits every single gradient to ± this.</source>
        <translation>Limite chaque gradient à ± cette valeur.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Perte</translation>
    </message>
    <message>
        <source>What training makes small. Cross-entropy asks for honest probabilities; the focal forms look more at films that are still wrong.</source>
        <translation>Ce que l’entraînement rend petit. L’entropie croisée demande des probabilités honnêtes&#x202f;; les formes focales regardent plus les clichés encore faux.</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Lissage des étiquettes</translation>
    </message>
    <message>
        <source>Moves the targets from 0 and 1 inwards. A little keeps scores from becoming over-confident, much blurs the margin.</source>
        <translation>Écarte les cibles de 0 et 1. Un peu évite des scores trop sûrs, beaucoup brouille la marge.</translation>
    </message>
    <message>
        <source>Focal alpha</source>
        <translation>Alpha focal</translation>
    </message>
    <message>
        <source>Weight of the focal loss.</source>
        <translation>Poids de la perte focale.</translation>
    </message>
    <message>
        <source>Focal gamma</source>
        <translation>Gamma focal</translation>
    </message>
    <message>
        <source>How strongly easy films are ignored; 0 is plain cross-entropy.</source>
        <translation>À quel point les clichés faciles sont ignorés&#x202f;; 0 est l’entropie croisée simple.</translation>
    </message>
    <message>
        <source>Focal class balancing</source>
        <translation>Équilibre focal des classes</translation>
    </message>
    <message>
        <source>Weights the positive class by alpha and the negative one by 1 − alpha.</source>
        <translation>Pèse la classe positive par alpha et la négative par 1 − alpha.</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Calendrier</translation>
    </message>
    <message>
        <source>Learning-rate schedule</source>
        <translation>Calendrier du taux</translation>
    </message>
    <message>
        <source>How the learning rate changes over the run: constant, falling along a cosine or by a factor per epoch, or lowered when a figure stops improving.</source>
        <translation>Comment le taux d’apprentissage change pendant l’essai&#x202f;: constant, en cosinus, par un facteur par époque, ou baissé quand une mesure ne progresse plus.</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Échauffement</translation>
    </message>
    <message>
        <source>Fraction of all steps over which the rate rises from zero; protects pretrained weights from the first wild steps.</source>
        <translation>Part des pas pendant laquelle le taux monte depuis zéro&#x202f;; protège les poids préentraînés des premiers pas violents.</translation>
    </message>
    <message>
        <source>Cosine floor</source>
        <translation>Plancher du cosinus</translation>
    </message>
    <message>
        <source>Fraction of the learning rate that is left at the end.</source>
        <translation>Part du taux d’apprentissage qui reste à la fin.</translation>
    </message>
    <message>
        <source>Decay rate</source>
        <translation>Taux de décroissance</translation>
    </message>
    <message>
        <source>Factor per decay_epochs.</source>
        <translation>Facteur par decay_epochs.</translation>
    </message>
    <message>
        <source>Decay epochs</source>
        <translation>Époques de décroissance</translation>
    </message>
    <message>
        <source>Epochs over which the factor applies once.</source>
        <translation>Époques pour une application du facteur.</translation>
    </message>
    <message>
        <source>Plateau factor</source>
        <translation>Facteur du plateau</translation>
    </message>
    <message>
        <source>The learning rate is multiplied by this when nothing improves.</source>
        <translation>Le taux est multiplié par ceci quand rien ne progresse.</translation>
    </message>
    <message>
        <source>Plateau patience</source>
        <translation>Patience du plateau</translation>
    </message>
    <message>
        <source>Epochs without improvement before the rate is lowered.</source>
        <translation>Époques sans progrès avant de baisser le taux.</translation>
    </message>
    <message>
        <source>Plateau minimum change</source>
        <translation>Changement minimal du plateau</translation>
    </message>
    <message>
        <source>Smaller changes do not count as improvement.</source>
        <translation>Un changement plus petit ne compte pas comme progrès.</translation>
    </message>
    <message>
        <source>Plateau cool-down</source>
        <translation>Repos du plateau</translation>
    </message>
    <message>
        <source>Epochs of rest after the rate was lowered.</source>
        <translation>Époques de repos après une baisse du taux.</translation>
    </message>
    <message>
        <source>Lowest learning rate</source>
        <translation>Taux d’apprentissage minimal</translation>
    </message>
    <message>
        <source>The rate is never lowered below this.</source>
        <translation>Le taux ne descend jamais plus bas.</translation>
    </message>
    <message>
        <source>Plateau watches</source>
        <translation>Le plateau suit</translation>
    </message>
    <message>
        <source>The figure that must improve.</source>
        <translation>La mesure qui doit progresser.</translation>
    </message>
    <message>
        <source>Early stopping</source>
        <translation>Arrêt précoce</translation>
    </message>
    <message>
        <source>Ends training when the watched figure has not improved for some epochs; saves time and over-fitting.</source>
        <translation>Arrête l’entraînement quand la mesure suivie ne s’améliore plus depuis quelques époques&#x202f;; gagne du temps, évite le surapprentissage.</translation>
    </message>
    <message>
        <source>Watches</source>
        <translation>Suit</translation>
    </message>
    <message>
        <source>Minimum change</source>
        <translation>Changement minimal</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Patience</translation>
    </message>
    <message>
        <source>Epochs without improvement before training ends.</source>
        <translation>Époques sans progrès avant l’arrêt.</translation>
    </message>
    <message>
        <source>Restore best</source>
        <translation>Revenir au meilleur</translation>
    </message>
    <message>
        <source>Goes back to the weights of the best epoch at the end.</source>
        <translation>Revient à la fin aux poids de la meilleure époque.</translation>
    </message>
    <message>
        <source>Starts at epoch</source>
        <translation>Commence à l’époque</translation>
    </message>
    <message>
        <source>Nothing is watched before this epoch.</source>
        <translation>Rien n’est suivi avant cette époque.</translation>
    </message>
    <message>
        <source>Averaging</source>
        <translation>Moyennage</translation>
    </message>
    <message>
        <source>Weight averaging</source>
        <translation>Moyenne des poids</translation>
    </message>
    <message>
        <source>The model is a running mean of the weights, which is steadier than the last step.</source>
        <translation>Le modèle est une moyenne courante des poids, plus stable que le dernier pas.</translation>
    </message>
    <message>
        <source>Averaging momentum</source>
        <translation>Inertie du moyennage</translation>
    </message>
    <message>
        <source>Nearer to 1 averages over more steps.</source>
        <translation>Plus près de 1, moyenne sur plus de pas.</translation>
    </message>
    <message>
        <source>Averaging starts at</source>
        <translation>Le moyennage commence à</translation>
    </message>
    <message>
        <source>Fraction of all steps before which nothing is averaged.</source>
        <translation>Part des pas avant laquelle rien n’est moyenné.</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentation</translation>
    </message>
    <message>
        <source>Cached views</source>
        <translation>Vues en cache</translation>
    </message>
    <message>
        <source>A bank of views of every training film, computed once and drawn from in every epoch: augmentation at the price of a few passes over the films.</source>
        <translation>Une banque de vues de chaque cliché d’entraînement, calculée une fois et tirée à chaque époque&#x202f;: l’augmentation au prix de quelques passages.</translation>
    </message>
    <message>
        <source>Views: original</source>
        <translation>Vues&#x202f;: originale</translation>
    </message>
    <message>
        <source>The film as it is.</source>
        <translation>Le cliché tel quel.</translation>
    </message>
    <message>
        <source>Views: flip</source>
        <translation>Vues&#x202f;: miroir</translation>
    </message>
    <message>
        <source>The film mirrored.</source>
        <translation>Le cliché en miroir.</translation>
    </message>
    <message>
        <source>Views: mild</source>
        <translation>Vues&#x202f;: légères</translation>
    </message>
    <message>
        <source>Small turns, shifts and exposures.</source>
        <translation>Petites rotations, décalages et expositions.</translation>
    </message>
    <message>
        <source>Views: strong</source>
        <translation>Vues&#x202f;: fortes</translation>
    </message>
    <message>
        <source>Wider ranges, markers sometimes hidden.</source>
        <translation>Plages plus larges, marqueurs parfois cachés.</translation>
    </message>
    <message>
        <source>Views: extra</source>
        <translation>Vues&#x202f;: extrêmes</translation>
    </message>
    <message>
        <source>The widest ranges: for films from elsewhere.</source>
        <translation>Les plages les plus larges&#x202f;: pour des clichés d’ailleurs.</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>Dense</translation>
    </message>
    <message>
        <source>Every output is a weighted sum of all inputs.</source>
        <translation>Chaque sortie est une somme pondérée de toutes les entrées.</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Neurones</translation>
    </message>
    <message>
        <source>Neurons. More can learn finer rules and over-fits sooner.</source>
        <translation>Neurones. Plus apprend des règles plus fines et surapprend plus tôt.</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>Activation</translation>
    </message>
    <message>
        <source>What is done to every output; relu cuts off below zero, softmax makes probabilities.</source>
        <translation>Ce qui est fait à chaque sortie&#x202f;; relu coupe sous zéro, softmax fait des probabilités.</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>Biais</translation>
    </message>
    <message>
        <source>Adds one learned number to every output.</source>
        <translation>Ajoute un nombre appris à chaque sortie.</translation>
    </message>
    <message>
        <source>kernel initializer</source>
        <translation>initialisation du noyau</translation>
    </message>
    <message>
        <source>How the weights start: a name, or an object with options.</source>
        <translation>Le départ des poids&#x202f;: un nom, ou un objet avec options.</translation>
    </message>
    <message>
        <source>bias initializer</source>
        <translation>initialisation du biais</translation>
    </message>
    <message>
        <source>kernel regularizer</source>
        <translation>régularisation du noyau</translation>
    </message>
    <message>
        <source>A penalty on large weights: l1 drives many to zero, l2 keeps all small.</source>
        <translation>Une pénalité sur les grands poids&#x202f;: l1 en ramène beaucoup à zéro, l2 les garde tous petits.</translation>
    </message>
    <message>
        <source>bias regularizer</source>
        <translation>régularisation du biais</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Switches off a random part of its inputs in training, so that no single one is relied on.</source>
        <translation>Éteint au hasard une part des entrées à l’entraînement, pour ne se fier à aucune.</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Taux</translation>
    </message>
    <message>
        <source>Part that is switched off: more restrains over-fitting.</source>
        <translation>Part éteinte&#x202f;: plus freine le surapprentissage.</translation>
    </message>
    <message>
        <source>Gaussian noise</source>
        <translation>Bruit gaussien</translation>
    </message>
    <message>
        <source>Adds random noise in training.</source>
        <translation>Ajoute du bruit pendant l’entraînement.</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>Écart</translation>
    </message>
    <message>
        <source>Strength of the noise.</source>
        <translation>Force du bruit.</translation>
    </message>
    <message>
        <source>Gaussian dropout</source>
        <translation>Dropout gaussien</translation>
    </message>
    <message>
        <source>Multiplies by random noise in training.</source>
        <translation>Multiplie par un bruit pendant l’entraînement.</translation>
    </message>
    <message>
        <source>Strength, as the rate of a dropout with the same variance.</source>
        <translation>Force, comme le taux d’un dropout de même variance.</translation>
    </message>
    <message>
        <source>Alpha dropout</source>
        <translation>Alpha dropout</translation>
    </message>
    <message>
        <source>Dropout that keeps mean and variance; meant for the selu activation.</source>
        <translation>Un dropout qui garde moyenne et variance&#x202f;; prévu pour l’activation selu.</translation>
    </message>
    <message>
        <source>Part that is switched off.</source>
        <translation>Part éteinte.</translation>
    </message>
    <message>
        <source>Brings every channel to mean 0 and deviation 1 over the batch; speeds training up.</source>
        <translation>Ramène chaque canal à moyenne 0 et écart 1 sur le lot&#x202f;; accélère l’entraînement.</translation>
    </message>
    <message>
        <source>Memory of the running mean and variance.</source>
        <translation>Mémoire de la moyenne et de la variance courantes.</translation>
    </message>
    <message>
        <source>Added to the variance.</source>
        <translation>Ajouté à la variance.</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>Centre</translation>
    </message>
    <message>
        <source>Learns an offset (beta).</source>
        <translation>Apprend un décalage (bêta).</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Échelle</translation>
    </message>
    <message>
        <source>Learns a factor (gamma).</source>
        <translation>Apprend un facteur (gamma).</translation>
    </message>
    <message>
        <source>beta initializer</source>
        <translation>initialisation de bêta</translation>
    </message>
    <message>
        <source>gamma initializer</source>
        <translation>initialisation de gamma</translation>
    </message>
    <message>
        <source>beta regularizer</source>
        <translation>régularisation de bêta</translation>
    </message>
    <message>
        <source>gamma regularizer</source>
        <translation>régularisation de gamma</translation>
    </message>
    <message>
        <source>moving mean initializer</source>
        <translation>initialisation de la moyenne courante</translation>
    </message>
    <message>
        <source>moving variance initializer</source>
        <translation>initialisation de la variance courante</translation>
    </message>
    <message>
        <source>Layer normalisation</source>
        <translation>Normalisation par couche</translation>
    </message>
    <message>
        <source>Brings the channels of every film to mean 0 and deviation 1.</source>
        <translation>Ramène les canaux de chaque cliché à moyenne 0 et écart 1.</translation>
    </message>
    <message>
        <source>Bends every input by a fixed curve.</source>
        <translation>Courbe chaque entrée par une fonction fixe.</translation>
    </message>
    <message>
        <source>Rescaling</source>
        <translation>Mise à l’échelle</translation>
    </message>
    <message>
        <source>Multiplies by a fixed number and adds another.</source>
        <translation>Multiplie par un nombre fixe et en ajoute un autre.</translation>
    </message>
    <message>
        <source>Factor.</source>
        <translation>Facteur.</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Décalage</translation>
    </message>
    <message>
        <source>Added after the factor.</source>
        <translation>Ajouté après le facteur.</translation>
    </message>
    <message>
        <source>Max pooling</source>
        <translation>Pooling max</translation>
    </message>
    <message>
        <source>Keeps the strongest of neighbouring places.</source>
        <translation>Garde le plus fort des points voisins.</translation>
    </message>
    <message>
        <source>Pool size</source>
        <translation>Taille du pooling</translation>
    </message>
    <message>
        <source>Places of the map that become one.</source>
        <translation>Points de la carte qui n’en font qu’un.</translation>
    </message>
    <message>
        <source>Strides</source>
        <translation>Pas</translation>
    </message>
    <message>
        <source>Step between places; none = the pool size.</source>
        <translation>Pas entre points&#x202f;; aucun = la taille du pooling.</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>Bordure</translation>
    </message>
    <message>
        <source>same keeps incomplete places, valid drops them.</source>
        <translation>same garde les points incomplets, valid les laisse.</translation>
    </message>
    <message>
        <source>Average pooling</source>
        <translation>Pooling moyen</translation>
    </message>
    <message>
        <source>Takes the mean of neighbouring places.</source>
        <translation>Prend la moyenne des points voisins.</translation>
    </message>
    <message>
        <source>Global average pooling</source>
        <translation>Pooling moyen global</translation>
    </message>
    <message>
        <source>The mean of every channel over the whole film.</source>
        <translation>La moyenne de chaque canal sur tout le cliché.</translation>
    </message>
    <message>
        <source>Global max pooling</source>
        <translation>Pooling max global</translation>
    </message>
    <message>
        <source>The strongest place of every channel in the whole film.</source>
        <translation>Le point le plus fort de chaque canal dans tout le cliché.</translation>
    </message>
    <message>
        <source>Flatten</source>
        <translation>Aplatir</translation>
    </message>
    <message>
        <source>Lays the map out as one long list: keeps places apart and makes many weights.</source>
        <translation>Étale la carte en une longue liste&#x202f;: distingue les lieux et fait beaucoup de poids.</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>Convolution</translation>
    </message>
    <message>
        <source>Looks for learned patterns at every place of the map; needs pooling: None before it.</source>
        <translation>Cherche des motifs appris en chaque point de la carte&#x202f;; demande pooling&#x202f;: None avant.</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
    <message>
        <source>How many patterns are looked for; more needs more films.</source>
        <translation>Nombre de motifs cherchés&#x202f;; plus en demande plus de clichés.</translation>
    </message>
    <message>
        <source>Kernel size</source>
        <translation>Taille du noyau</translation>
    </message>
    <message>
        <source>Size of a pattern in places of the map.</source>
        <translation>Taille d’un motif en points de la carte.</translation>
    </message>
    <message>
        <source>Step between places: 2 halves the map.</source>
        <translation>Pas entre points&#x202f;: 2 divise la carte par deux.</translation>
    </message>
    <message>
        <source>same keeps the size of the map, valid loses its border.</source>
        <translation>same garde la taille de la carte, valid perd son bord.</translation>
    </message>
    <message>
        <source>Dilation</source>
        <translation>Dilatation</translation>
    </message>
    <message>
        <source>Gaps inside the kernel: sees further with as few weights.</source>
        <translation>Des trous dans le noyau&#x202f;: voit plus loin avec aussi peu de poids.</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groupes</translation>
    </message>
    <message>
        <source>Channels are cut into groups that do not see each other.</source>
        <translation>Les canaux sont coupés en groupes qui ne se voient pas.</translation>
    </message>
    <message>
        <source>Depthwise convolution</source>
        <translation>Convolution en profondeur</translation>
    </message>
    <message>
        <source>Looks for patterns in each channel by itself; few weights.</source>
        <translation>Cherche des motifs dans chaque canal à part&#x202f;; peu de poids.</translation>
    </message>
    <message>
        <source>Depth multiplier</source>
        <translation>Multiplicateur de profondeur</translation>
    </message>
    <message>
        <source>Outputs per input channel.</source>
        <translation>Sorties par canal d’entrée.</translation>
    </message>
    <message>
        <source>depthwise initializer</source>
        <translation>initialisation en profondeur</translation>
    </message>
    <message>
        <source>depthwise regularizer</source>
        <translation>régularisation en profondeur</translation>
    </message>
    <message>
        <source>Separable convolution</source>
        <translation>Convolution séparable</translation>
    </message>
    <message>
        <source>A depthwise convolution followed by a mix of the channels: a lighter convolution.</source>
        <translation>Une convolution en profondeur suivie d’un mélange des canaux&#x202f;: une convolution plus légère.</translation>
    </message>
    <message>
        <source>pointwise initializer</source>
        <translation>initialisation point à point</translation>
    </message>
    <message>
        <source>pointwise regularizer</source>
        <translation>régularisation point à point</translation>
    </message>
    <message>
        <source>Shows every film a little turned, shifted, zoomed and re-exposed each time. The model then relies less on how one hospital takes its films. true = mild, strong and extra = wider ranges.</source>
        <translation>Montre chaque cliché un peu tourné, décalé, agrandi et exposé autrement à chaque fois. Le modèle dépend alors moins des habitudes de prise de vue d’un hôpital. true = léger, strong et extra = variations plus larges.</translation>
    </message>
</context>
<context>
    <name>CurveCharts</name>
    <message>
        <source>From a score of %1 on: %2 of %3 %4 films are found (%5), and %6 of %7 %8 films are called %4 by mistake (%9).</source>
        <extracomment>threshold; found, all, share of the positive class; alarms, all, share of the negative class</extracomment>
        <translation>À partir d’un score de&#x202f;%1&#x202f;:&#x202f;%2 clichés&#x202f;%4 sur&#x202f;%3 sont trouvés (%5), et&#x202f;%6 clichés&#x202f;%8 sur&#x202f;%7 sont dits&#x202f;%4 à tort (%9).</translation>
    </message>
    <message>
        <source>ROC curve</source>
        <translation>Courbe ROC</translation>
    </message>
    <message>
        <source>1 − specificity</source>
        <translation>1 − spécificité</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>sensibilité</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>seuil</translation>
    </message>
    <message>
        <source>AUC %1</source>
        <translation>AUC %1</translation>
    </message>
    <message>
        <source>%1 (95 %, DeLong)</source>
        <translation>%1 (95&#x202f;%, DeLong)</translation>
    </message>
    <message>
        <source>%1 (95 %, by patient)</source>
        <translation>%1 (95&#x202f;%, par patient)</translation>
    </message>
    <message>
        <source>95 % band, by patient</source>
        <translation>bande à 95&#x202f;%, par patient</translation>
    </message>
    <message>
        <source>chance</source>
        <translation>hasard</translation>
    </message>
    <message>
        <source>Precision and recall</source>
        <translation>Précision et rappel</translation>
    </message>
    <message>
        <source>recall (sensitivity)</source>
        <translation>rappel (sensibilité)</translation>
    </message>
    <message>
        <source>precision (PPV)</source>
        <translation>précision (VPP)</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>rappel</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>précision</translation>
    </message>
    <message>
        <source>AP %1</source>
        <translation>PM&#x202f;%1</translation>
    </message>
    <message>
        <source>always %1</source>
        <translation>toujours&#x202f;%1</translation>
    </message>
    <message>
        <source>From a score of %1 on: of %2 films called %3, %4 are (%5); %6 of all %3 films are found.</source>
        <translation>À partir d’un score de&#x202f;%1&#x202f;: sur&#x202f;%2 clichés dits&#x202f;%3,&#x202f;%4 le sont (%5)&#x202f;;&#x202f;%6 de tous les clichés&#x202f;%3 sont trouvés.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Calibrage</translation>
    </message>
    <message>
        <source>mean score</source>
        <translation>score moyen</translation>
    </message>
    <message>
        <source>share of %1</source>
        <translation>part de&#x202f;%1</translation>
    </message>
    <message>
        <source>as sure as it should be</source>
        <translation>aussi sûr qu’il le faut</translation>
    </message>
    <message>
        <source>films of like score</source>
        <translation>clichés de score proche</translation>
    </message>
    <message>
        <source>from</source>
        <translation>de</translation>
    </message>
    <message>
        <source>to</source>
        <translation>à</translation>
    </message>
    <message>
        <source>films</source>
        <translation>clichés</translation>
    </message>
    <message>
        <source>share</source>
        <translation>part</translation>
    </message>
    <message>
        <source>95 % from</source>
        <translation>95&#x202f;% de</translation>
    </message>
    <message>
        <source>95 % to</source>
        <translation>95&#x202f;% à</translation>
    </message>
    <message>
        <source>the scores are too high here</source>
        <translation>les scores sont ici trop hauts</translation>
    </message>
    <message>
        <source>the scores are too low here</source>
        <translation>les scores sont ici trop bas</translation>
    </message>
    <message>
        <source>Of %1 films with a score around %2, %3 are %4: %5 (95 %: %6 to %7); %8.</source>
        <translation>Sur&#x202f;%1 clichés d’un score proche de&#x202f;%2,&#x202f;%3 sont&#x202f;%4&#x202f;:&#x202f;%5 (95&#x202f;%&#x202f;:&#x202f;%6 à&#x202f;%7)&#x202f;;&#x202f;%8.</translation>
    </message>
    <message>
        <source>Decision curve</source>
        <translation>Courbe de décision</translation>
    </message>
    <message>
        <source>call all %1</source>
        <translation>tous dits&#x202f;%1</translation>
    </message>
    <message>
        <source>call none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>this model</source>
        <translation>ce modèle</translation>
    </message>
    <message>
        <source>threshold = what a false alarm may cost</source>
        <translation>seuil = ce que peut coûter une fausse alerte</translation>
    </message>
    <message>
        <source>net benefit per film</source>
        <translation>bénéfice net par cliché</translation>
    </message>
    <message>
        <source>solid: this model, dashed: call all %1</source>
        <translation>trait plein&#x202f;: ce modèle, tirets&#x202f;: tous dits&#x202f;%1</translation>
    </message>
    <message>
        <source>Where a miss is %1 times as bad as a false alarm: using the model is worth %2 found %3 films in 100 without any false alarm; calling all %3 is worth %4, calling none 0.</source>
        <translation>Si un manqué est&#x202f;%1 fois plus grave qu’une fausse alerte&#x202f;: le modèle vaut&#x202f;%2 clichés&#x202f;%3 trouvés sur 100 sans aucune fausse alerte&#x202f;; tout dire&#x202f;%3 vaut&#x202f;%4, ne rien dire 0.</translation>
    </message>
    <message>
        <source>class</source>
        <translation>classe</translation>
    </message>
    <message>
        <source>Each class against the rest, AUC</source>
        <translation>Chaque classe face au reste, AUC</translation>
    </message>
</context>
<context>
    <name>FigureExport</name>
    <message>
        <source>Education only – not for diagnosis</source>
        <translation>Enseignement – pas de diagnostic</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Écrit&#x202f;:&#x202f;%1</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>Exporter la figure</translation>
    </message>
</context>
<context>
    <name>FilmImage</name>
    <message>
        <source>Train</source>
        <translation>Entraînement</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validation</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Not in a split</source>
        <translation>Hors répartition</translation>
    </message>
    <message>
        <source>train</source>
        <translation>entr.</translation>
    </message>
    <message>
        <source>val</source>
        <translation>val</translation>
    </message>
    <message>
        <source>test</source>
        <translation>test</translation>
    </message>
</context>
<context>
    <name>FilmSource</name>
    <message>
        <source>The film was compressed with loss.</source>
        <translation>Le cliché a été compressé avec perte.</translation>
    </message>
    <message>
        <source>Text is burned into the film: it may name the patient. Do not show or export it.</source>
        <translation>Du texte est inscrit dans le cliché&#x202f;: il peut nommer le patient. Ne le montrez pas, ne l’exportez pas.</translation>
    </message>
    <message>
        <source>The header says that this is no plain radiograph.</source>
        <translation>L’en-tête dit que ce n’est pas une radiographie simple.</translation>
    </message>
    <message>
        <source>The header names another part of the body than the chest.</source>
        <translation>L’en-tête nomme une autre partie du corps que le thorax.</translation>
    </message>
    <message>
        <source>The header says that this is a lateral view.</source>
        <translation>L’en-tête dit que c’est une vue de profil.</translation>
    </message>
    <message>
        <source>The header says that this is neither a PA nor an AP view.</source>
        <translation>L’en-tête dit que ce n’est une vue ni PA ni AP.</translation>
    </message>
    <message>
        <source>The film holds raw detector values, not processed for viewing.</source>
        <translation>Le cliché contient les valeurs brutes du détecteur, non traitées pour la lecture.</translation>
    </message>
</context>
<context>
    <name>FreezeDepth</name>
    <message>
        <source>stem</source>
        <translation>entrée</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>bloc %1</translation>
    </message>
    <message>
        <source>part of the stem</source>
        <translation>une partie de l’entrée</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>all of it</source>
        <translation>tout</translation>
    </message>
    <message>
        <source>into %1</source>
        <translation>jusque dans %1</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>jusqu’au %1</translation>
    </message>
    <message>
        <source>train the whole backbone</source>
        <translation>entraîner tout le réseau de base</translation>
    </message>
    <message>
        <source>freeze the whole backbone</source>
        <translation>geler tout le réseau de base</translation>
    </message>
    <message>
        <source>freeze %1</source>
        <translation>geler %1</translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>Notebook</source>
        <translation>Carnet</translation>
    </message>
    <message>
        <source>The dictionary of the course notebook, as it is.</source>
        <translation>Le dictionnaire du carnet de cours, tel quel.</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>Instantané</translation>
    </message>
    <message>
        <source>Frozen backbone: a result in seconds.</source>
        <translation>Réseau de base gelé&#x202f;: un résultat en quelques secondes.</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Rapide</translation>
    </message>
    <message>
        <source>The last blocks adapt to the films: minutes.</source>
        <translation>Les derniers blocs s’adaptent aux clichés&#x202f;: quelques minutes.</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Meilleur</translation>
    </message>
    <message>
        <source>More views and epochs: the most accurate, and the slowest.</source>
        <translation>Plus de vues et d’époques&#x202f;: le plus exact et le plus lent.</translation>
    </message>
    <message>
        <source>Steps too large</source>
        <translation>Pas trop grands</translation>
    </message>
    <message>
        <source>Every step overshoots: the loss jumps, and one class may swallow all films.</source>
        <translation>Chaque pas dépasse le but&#x202f;: la perte saute, et une classe peut avaler tous les clichés.</translation>
    </message>
    <message>
        <source>Steps too small</source>
        <translation>Pas trop petits</translation>
    </message>
    <message>
        <source>Nothing goes wrong and nothing happens: ten epochs end where they began.</source>
        <translation>Rien ne va mal et rien n’arrive&#x202f;: dix époques finissent où elles ont commencé.</translation>
    </message>
    <message>
        <source>The frequent class wins</source>
        <translation>La classe fréquente gagne</translation>
    </message>
    <message>
        <source>Without class weights, accuracy looks fine while specificity suffers.</source>
        <translation>Sans poids des classes, l’exactitude paraît bonne tandis que la spécificité souffre.</translation>
    </message>
    <message>
        <source>Learned by heart</source>
        <translation>Appris par cœur</translation>
    </message>
    <message>
        <source>No dropout and a large layer: training loss goes to zero, validation loss turns back up.</source>
        <translation>Pas de dropout et une grande couche&#x202f;: la perte d’entraînement tend vers zéro, celle de validation remonte.</translation>
    </message>
    <message>
        <source>Untrained backbone</source>
        <translation>Réseau de base non entraîné</translation>
    </message>
    <message>
        <source>Random frozen weights: what the years on everyday photographs are worth.</source>
        <translation>Des poids gelés tirés au hasard&#x202f;: ce que vaut l’apprentissage sur des photographies.</translation>
    </message>
    <message>
        <source>Batch normalisation trap</source>
        <translation>Piège de la normalisation par lots</translation>
    </message>
    <message>
        <source>Statistics of small batches while training, others when predicting: the curves of training and validation disagree.</source>
        <translation>Statistiques de petits lots à l’entraînement, d’autres à la prédiction&#x202f;: les courbes d’entraînement et de validation se contredisent.</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>%1 weights</source>
        <translation>%1 poids</translation>
    </message>
    <message>
        <source>off when predicting</source>
        <translation>éteint à la lecture</translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 valeurs</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message numerus="yes">
        <source>, mean of %n seed(s) %1 ± %2</source>
        <translation>
            <numerusform>, moyenne de %n graine %1 ± %2</numerusform>
            <numerusform>, moyenne de %n graines %1 ± %2</numerusform>
        </translation>
    </message>
    <message>
        <source>, place %1 of %2 on these films</source>
        <translation>, rang %1 sur %2 pour ces clichés</translation>
    </message>
    <message>
        <source>Exporting %1…</source>
        <translation>Export de %1…</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exporté</translation>
    </message>
    <message numerus="yes">
        <source>Exported and checked on %n film(s): largest difference %1</source>
        <translation>
            <numerusform>Exporté et vérifié sur %n cliché : plus grand écart %1</numerusform>
            <numerusform>Exporté et vérifié sur %n clichés : plus grand écart %1</numerusform>
        </translation>
    </message>
    <message>
        <source>It has no such figure on validation.</source>
        <translation>Il n’a pas ce chiffre sur la validation.</translation>
    </message>
</context>
<context>
    <name>RunText</name>
    <message>
        <source>p &lt; %1</source>
        <translation>p &lt; %1</translation>
    </message>
    <message>
        <source>p = %1</source>
        <translation>p = %1</translation>
    </message>
    <message>
        <source>At 50 %: %1 %2 → %3.</source>
        <translation>À 50&#x202f;%&#x202f;: %1 %2 → %3.</translation>
    </message>
    <message>
        <source>specificity</source>
        <translation>spécificité</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>sensibilité</translation>
    </message>
    <message>
        <source>The two runs have no validation films in common.</source>
        <translation>Les deux essais n’ont aucun cliché de validation en commun.</translation>
    </message>
    <message>
        <source> Every film is called the same.</source>
        <translation> Tous les clichés sont dits pareils.</translation>
    </message>
    <message>
        <source> %1 films fixed, %2 broken (%3): </source>
        <translation> %1 clichés corrigés, %2 perdus (%3)&#x202f;: </translation>
    </message>
    <message>
        <source>this may be chance.</source>
        <translation>peut-être le hasard.</translation>
    </message>
    <message>
        <source>more than chance.</source>
        <translation>plus que le hasard.</translation>
    </message>
    <message>
        <source> %1 things differ: which one did it cannot be said.</source>
        <translation> %1 choses diffèrent&#x202f;: on ne peut dire laquelle a compté.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#x202f;s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1&#x202f;min %2&#x202f;s</translation>
    </message>
    <message>
        <source>Every film gets the same score</source>
        <translation>Tous les clichés ont le même score</translation>
    </message>
    <message>
        <source>Batch normalisation misleads here</source>
        <translation>La normalisation par lots trompe ici</translation>
    </message>
    <message>
        <source>Every film is called the same</source>
        <translation>Tous les clichés sont dits pareils</translation>
    </message>
    <message>
        <source>The trainer says</source>
        <translation>L’entraînement signale</translation>
    </message>
    <message>
        <source>Validation is still getting better: loss %1 after epoch %2.</source>
        <translation>La validation s’améliore encore&#x202f;: perte %1 après l’époque %2.</translation>
    </message>
    <message>
        <source>Epoch %1 stays the best; validation loss is %2 after epoch %3.</source>
        <translation>L’époque %1 reste la meilleure&#x202f;; perte de validation %2 après l’époque %3.</translation>
    </message>
    <message>
        <source>You can stop now and keep epoch %1. Numbers on the right move with each epoch.</source>
        <translation>Vous pouvez arrêter et garder l’époque %1. Les nombres à droite suivent chaque époque.</translation>
    </message>
    <message>
        <source>Same settings as %1</source>
        <translation>Mêmes réglages que %1</translation>
    </message>
    <message numerus="yes">
        <source> · and %n more</source>
        <translation>
            <numerusform> · et %n autre</numerusform>
            <numerusform> · et %n autres</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed since %1: %2</source>
        <translation>Changé depuis %1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>ScoresOpener</name>
    <message numerus="yes">
        <source>Scores of %n model(s) read</source>
        <translation>
            <numerusform>Scores de&#x202f;%n modèle lus</numerusform>
            <numerusform>Scores de&#x202f;%n modèles lus</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::AppState</name>
    <message>
        <source>This setting cannot be used.</source>
        <translation>Ce réglage ne peut pas servir.</translation>
    </message>
    <message>
        <source>It is not there.</source>
        <translation>Il n’est pas là.</translation>
    </message>
    <message>
        <source>You may not read or write it.</source>
        <translation>Lecture ou écriture interdite.</translation>
    </message>
    <message>
        <source>Reading it failed.</source>
        <translation>La lecture a échoué.</translation>
    </message>
    <message>
        <source>This kind of file is not read.</source>
        <translation>Ce type de fichier n’est pas lu.</translation>
    </message>
    <message>
        <source>The file is damaged.</source>
        <translation>Le fichier est abîmé.</translation>
    </message>
    <message>
        <source>It is larger than what is read.</source>
        <translation>Il dépasse la taille lue.</translation>
    </message>
    <message>
        <source>There are not enough films.</source>
        <translation>Il n’y a pas assez de clichés.</translation>
    </message>
    <message>
        <source>The shapes do not fit.</source>
        <translation>Les dimensions ne vont pas ensemble.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Le disque est plein.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>La mémoire ne suffit pas.</translation>
    </message>
    <message>
        <source>The numbers left their range.</source>
        <translation>Les nombres sont sortis de leur plage.</translation>
    </message>
    <message>
        <source>The connection failed.</source>
        <translation>La connexion a échoué.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong.</source>
        <translation>Une erreur inattendue est survenue.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::BackboneCard</name>
    <message>
        <source>Backbone and films: all settings</source>
        <translation>Réseau de base et clichés&#x202f;: tous les réglages</translation>
    </message>
    <message>
        <source>trained</source>
        <comment>weights</comment>
        <translation>entraîné</translation>
    </message>
    <message>
        <source>of %1 trained</source>
        <comment>weights</comment>
        <translation>sur %1 entraînés</translation>
    </message>
    <message>
        <source>%1 of %2 weights of the backbone are trained</source>
        <translation>%1 poids du réseau de base sur %2 sont entraînés</translation>
    </message>
    <message>
        <source>Start from: %1</source>
        <translation>Départ&#x202f;: %1</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Cache valid</source>
        <translation>Cache valide</translation>
    </message>
    <message>
        <source>Will rebuild</source>
        <translation>À reconstruire</translation>
    </message>
    <message>
        <source>%1 s / epoch</source>
        <translation>%1&#x202f;s / époque</translation>
    </message>
    <message>
        <source>%1 s / ep.</source>
        <translation>%1 s / ép.</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 Go</translation>
    </message>
    <message>
        <source>Memory that the program will need while it trains</source>
        <translation>Mémoire dont le programme aura besoin pendant l’entraînement</translation>
    </message>
    <message>
        <source>Cache %1 %</source>
        <translation>Cache %1&#x202f;%</translation>
    </message>
    <message>
        <source>No cache</source>
        <translation>Pas de cache</translation>
    </message>
    <message>
        <source>Not cached</source>
        <translation>Pas en cache</translation>
    </message>
    <message>
        <source>Live films</source>
        <translation>Clichés relus</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::Cockpit</name>
    <message>
        <source>The changed films are being measured; try again in a moment</source>
        <translation>Les clichés modifiés sont en cours de mesure&#x202f;; réessayez dans un instant</translation>
    </message>
    <message>
        <source>No such threshold: %1</source>
        <translation>Pas de tel seuil&#x202f;:&#x202f;%1</translation>
    </message>
    <message>
        <source>chosen on these same films: optimistic</source>
        <translation>choisi sur ces mêmes clichés&#x202f;: optimiste</translation>
    </message>
    <message>
        <source>chosen on strongly changed validation films</source>
        <translation>choisi sur des clichés de validation fortement modifiés</translation>
    </message>
    <message>
        <source>chosen on validation; may not transfer</source>
        <translation>choisi sur la validation&#x202f;; peut ne pas se transférer</translation>
    </message>
    <message>
        <source>Threshold %1 %, %2</source>
        <comment>number, how it was chosen</comment>
        <translation>Seuil&#x202f;%1&#x202f;%,&#x202f;%2</translation>
    </message>
    <message>
        <source>Needs validation films; a file of scores has none</source>
        <translation>Il faut des clichés de validation&#x202f;; un fichier de scores n’en a pas</translation>
    </message>
    <message>
        <source>Needs a finished run</source>
        <translation>Il faut un essai terminé</translation>
    </message>
    <message>
        <source>No temperature is the best one for these scores</source>
        <translation>Aucune température n’est la meilleure pour ces scores</translation>
    </message>
    <message>
        <source>The scores rank the films the wrong way round</source>
        <translation>Les scores classent les clichés à l’envers</translation>
    </message>
    <message>
        <source>Needs a run that is kept on this computer</source>
        <translation>Il faut un essai gardé sur cet ordinateur</translation>
    </message>
    <message>
        <source>Needs the open data set</source>
        <translation>Il faut le jeu de clichés ouvert</translation>
    </message>
    <message>
        <source>Undefined: %1.</source>
        <translation>Indéfini&#x202f;:&#x202f;%1.</translation>
    </message>
    <message>
        <source>AUC %1 on validation, %2 on the same films strongly changed (other exposure, position, noise). %3 of the calls flip.</source>
        <translation>AUC&#x202f;%1 en validation,&#x202f;%2 sur les mêmes clichés fortement modifiés (exposition, position, bruit).&#x202f;%3 des décisions changent.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Chercher ou lancer une commande</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ComparePanel</name>
    <message>
        <source>Run to compare with</source>
        <translation>Essai à comparer</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>Face à</translation>
    </message>
    <message>
        <source>Being measured on the same films strongly changed…</source>
        <translation>En cours de mesure sur les mêmes clichés fortement modifiés…</translation>
    </message>
    <message>
        <source>This run was not measured on changed films, so nothing is known beyond validation.</source>
        <translation>Cet essai n’a pas été mesuré sur des clichés modifiés&#x202f;: on ne sait rien au-delà de la validation.</translation>
    </message>
    <message>
        <source>Will it hold elsewhere?</source>
        <translation>Tiendra-t-il ailleurs&#x202f;?</translation>
    </message>
    <message>
        <source>%1 wins on validation and loses on changed films (AUC %2 against %3): a doubtful choice for films from elsewhere.</source>
        <translation>%1 gagne en validation et perd sur les clichés modifiés (AUC&#x202f;%2 contre&#x202f;%3)&#x202f;: un choix douteux pour des clichés d’ailleurs.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ComparisonPanel</name>
    <message>
        <source>Train or open a second run to compare.</source>
        <translation>Entraînez ou ouvrez un second essai pour comparer.</translation>
    </message>
    <message>
        <source>Films whose call differs</source>
        <translation>Clichés classés autrement</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Cliché</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>Vérité</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Juste</translation>
    </message>
    <message>
        <source>Enter opens these films in the Reader, one after another</source>
        <translation>Entrée ouvre ces clichés en Lecture, l’un après l’autre</translation>
    </message>
    <message>
        <source>A: %1 · B: %2</source>
        <translation>A&#x202f;:&#x202f;%1 · B&#x202f;:&#x202f;%2</translation>
    </message>
    <message>
        <source>more than chance</source>
        <translation>plus que le hasard</translation>
    </message>
    <message>
        <source>within chance</source>
        <translation>peut-être le hasard</translation>
    </message>
    <message>
        <source>AUC: undefined, %1.</source>
        <translation>AUC&#x202f;: indéfinie,&#x202f;%1.</translation>
    </message>
    <message>
        <source>AUC on %1 common films: A %2, B %3.</source>
        <translation>AUC sur&#x202f;%1 clichés communs&#x202f;: A&#x202f;%2, B&#x202f;%3.</translation>
    </message>
    <message>
        <source>DeLong: z = %1, %2.</source>
        <translation>DeLong&#x202f;: z =&#x202f;%1,&#x202f;%2.</translation>
    </message>
    <message>
        <source>They rank the films alike.</source>
        <translation>Ils classent les clichés de même.</translation>
    </message>
    <message>
        <source>Both called at %1.</source>
        <translation>Tous deux au seuil de&#x202f;%1.</translation>
    </message>
    <message>
        <source>A called at %1, B at %2.</source>
        <translation>A au seuil de&#x202f;%1, B de&#x202f;%2.</translation>
    </message>
    <message>
        <source>Both are right and wrong on the same films.</source>
        <translation>Tous deux ont raison et tort sur les mêmes clichés.</translation>
    </message>
    <message>
        <source>Only A is right on %1 films, only B on %2. McNemar: exact %3, mid-p %4.</source>
        <translation>Seul A a raison sur&#x202f;%1 clichés, seul B sur&#x202f;%2. McNemar&#x202f;: exact&#x202f;%3, mid-p&#x202f;%4.</translation>
    </message>
    <message>
        <source>How much two seeds of one configuration differ is not known: train one of them again with another seed.</source>
        <translation>On ne sait pas combien deux graines d’une configuration diffèrent&#x202f;: entraînez-en une avec une autre graine.</translation>
    </message>
    <message>
        <source>The AUCs differ by less than two seeds of one configuration do (sd %1 over %2 runs): smaller than the noise between seeds.</source>
        <translation>Les AUC diffèrent moins que deux graines d’une même configuration (é.-t.&#x202f;%1 sur&#x202f;%2 essais)&#x202f;: moins que le bruit entre graines.</translation>
    </message>
    <message>
        <source>The AUCs differ by more than two seeds of one configuration do (sd %1 over %2 runs).</source>
        <translation>Les AUC diffèrent plus que deux graines d’une même configuration (é.-t.&#x202f;%1 sur&#x202f;%2 essais).</translation>
    </message>
    <message>
        <source>No film is called otherwise.</source>
        <translation>Aucun cliché n’est classé autrement.</translation>
    </message>
    <message>
        <source>%1 films are called otherwise</source>
        <translation>%1 clichés sont classés autrement</translation>
    </message>
    <message>
        <source>neither</source>
        <translation>aucun</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ConfusionMatrixView</name>
    <message>
        <source>TP</source>
        <extracomment>true positive / false negative</extracomment>
        <translation>VP</translation>
    </message>
    <message>
        <source>FN</source>
        <translation>FN</translation>
    </message>
    <message>
        <source>FP</source>
        <extracomment>false positive / true negative</extracomment>
        <translation>FP</translation>
    </message>
    <message>
        <source>TN</source>
        <translation>VN</translation>
    </message>
    <message>
        <source>%1 of %2 %3 films called %4</source>
        <translation>%1 clichés %3 sur %2 dits %4</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Matrice de confusion</translation>
    </message>
    <message>
        <source>no result yet</source>
        <translation>pas encore de résultat</translation>
    </message>
    <message>
        <source>called %1</source>
        <translation>dit %1</translation>
    </message>
    <message>
        <source>as %1</source>
        <extracomment>&quot;called NORMAL&quot;, where there is less room</extracomment>
        <translation>dit %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::CurveFan</name>
    <message>
        <source>Learning curves of all trials</source>
        <translation>Courbes d’apprentissage de tous les essais</translation>
    </message>
    <message>
        <source>No trial yet</source>
        <translation>Aucun essai encore</translation>
    </message>
    <message numerus="yes">
        <source>%n trials</source>
        <translation>
            <numerusform>%n essai</numerusform>
            <numerusform>%n essais</numerusform>
        </translation>
    </message>
    <message>
        <source>Curves appear with the first epoch</source>
        <translation>Les courbes apparaissent avec la première époque</translation>
    </message>
    <message>
        <source>epochs 1 to %1</source>
        <translation>époques 1 à %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::CurveOverlay</name>
    <message>
        <source>%1: last %2</source>
        <translation>%1 : dernière %2</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>époque</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::CurvesPanel</name>
    <message>
        <source>ROC</source>
        <translation>ROC</translation>
    </message>
    <message>
        <source>PR</source>
        <translation>PR</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Calibrage</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Décision</translation>
    </message>
    <message>
        <source>Curve as a table (T)</source>
        <translation>Courbe en tableau (T)</translation>
    </message>
    <message>
        <source>Export this curve as SVG, PDF, PNG or CSV (Ctrl+Shift+E)</source>
        <translation>Exporter cette courbe en SVG, PDF, PNG ou CSV (Ctrl+Maj+E)</translation>
    </message>
    <message>
        <source>Equal width</source>
        <translation>Largeurs égales</translation>
    </message>
    <message>
        <source>Equal films</source>
        <translation>Effectifs égaux</translation>
    </message>
    <message>
        <source>As trained</source>
        <translation>Tel quel</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Température</translation>
    </message>
    <message>
        <source>Platt</source>
        <translation>Platt</translation>
    </message>
    <message>
        <source>Curves appear after the first epoch.</source>
        <translation>Les courbes apparaissent après la première époque.</translation>
    </message>
    <message>
        <source>These curves need two classes; the figures and the matrix are for any number.</source>
        <translation>Ces courbes demandent deux classes&#x202f;; les chiffres et la matrice valent pour tout nombre.</translation>
    </message>
    <message>
        <source>Scores of both classes</source>
        <translation>Scores des deux classes</translation>
    </message>
    <message>
        <source>ECE %1 in equal widths, %2 in equal films (15 bins). Brier %3 = reliability %4 − resolution %5 + uncertainty %6.</source>
        <translation>ECE&#x202f;%1 en largeurs égales,&#x202f;%2 en effectifs égaux (15 classes). Brier&#x202f;%3 = fiabilité&#x202f;%4 − résolution&#x202f;%5 + incertitude&#x202f;%6.</translation>
    </message>
    <message>
        <source>Temperature %1, fitted on validation: ranking and the calls stay as they were.</source>
        <translation>Température&#x202f;%1, ajustée sur la validation&#x202f;: le classement et les décisions restent.</translation>
    </message>
    <message>
        <source>Platt: slope %1, intercept %2, fitted on validation; the threshold moves along, so the calls stay as they were.</source>
        <translation>Platt&#x202f;: pente&#x202f;%1, ordonnée&#x202f;%2, ajusté sur la validation&#x202f;; le seuil suit, donc les décisions restent.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::DataPage</name>
    <message>
        <source>No films yet</source>
        <translation>Pas encore de clichés</translation>
    </message>
    <message>
        <source>Drop a folder with one sub-folder per class, or start with drawn chests. Nothing leaves this computer.</source>
        <translation>Déposez un dossier avec un sous-dossier par classe, ou commencez par des thorax dessinés. Rien ne quitte cet ordinateur.</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ouvrir un dossier…</translation>
    </message>
    <message>
        <source>Phantom demo</source>
        <translation>Démo fantômes</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>Tri</translation>
    </message>
    <message>
        <source>shuffled</source>
        <translation>mélangé</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>par nom</translation>
    </message>
    <message>
        <source>by patient</source>
        <translation>par patient</translation>
    </message>
    <message>
        <source>Size of the films</source>
        <translation>Taille des clichés</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>Clichés</translation>
    </message>
    <message>
        <source>%1 films</source>
        <translation>%1 clichés</translation>
    </message>
    <message>
        <source>of %1 patients</source>
        <translation>de %1 patients</translation>
    </message>
    <message>
        <source>The folder was not opened: %1</source>
        <translation>Le dossier n’a pas été ouvert&#x202f;: %1</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Choisir un autre dossier…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln films read</source>
        <translation>
            <numerusform>%Ln cliché lu</numerusform>
            <numerusform>%Ln clichés lus</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::EditorColumn</name>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entraînement</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::EducationMark</name>
    <message>
        <source>Education only – not for diagnosis</source>
        <translation>Enseignement – pas de diagnostic</translation>
    </message>
    <message>
        <source>For teaching and research only. Not a medical device; not for diagnosis, triage or treatment.</source>
        <translation>Pour l’enseignement et la recherche seulement. N’est pas un dispositif médical&#x202f;; ni diagnostic, ni tri, ni traitement.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::EpochScrubber</name>
    <message>
        <source>Epoch</source>
        <translation>Époque</translation>
    </message>
    <message>
        <source>Drag through the epochs: matrix, curves and films follow</source>
        <translation>Glissez d’une époque à l’autre&#x202f;: matrice, courbes et clichés suivent</translation>
    </message>
    <message>
        <source>Epoch %1 of %2</source>
        <translation>Époque %1 sur %2</translation>
    </message>
    <message>
        <source>, the best is %1</source>
        <translation>, la meilleure est %1</translation>
    </message>
    <message>
        <source>Play the training</source>
        <translation>Rejouer l’entraînement</translation>
    </message>
    <message>
        <source>Stop playing</source>
        <translation>Arrêter de rejouer</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::EvidencePanel</name>
    <message>
        <source>What moved the score</source>
        <translation>Ce qui a fait le score</translation>
    </message>
    <message>
        <source>Method of the map</source>
        <translation>Méthode de la carte</translation>
    </message>
    <message>
        <source>LayerCAM, finer</source>
        <translation>LayerCAM, plus fine</translation>
    </message>
    <message>
        <source>Covering test</source>
        <translation>Test de recouvrement</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <source>Show or hide the map (H)</source>
        <translation>Montrer ou cacher la carte (H)</translation>
    </message>
    <message>
        <source>Strength of the map</source>
        <translation>Force de la carte</translation>
    </message>
    <message>
        <source>both signs</source>
        <translation>les deux signes</translation>
    </message>
    <message>
        <source>raw cells</source>
        <translation>cases brutes</translation>
    </message>
    <message>
        <source>Scramble the model</source>
        <translation>Brouiller le modèle</translation>
    </message>
    <message>
        <source>Randomises the model from the top down: a map that stays the same does not come from what was learned</source>
        <translation>Brouille le modèle de haut en bas&#x202f;: une carte qui ne change pas ne vient pas de ce qui a été appris</translation>
    </message>
    <message>
        <source>Model as learned</source>
        <translation>Modèle tel qu’appris</translation>
    </message>
    <message>
        <source>Scrambled: %1</source>
        <translation>Brouillé&#x202f;:&#x202f;%1</translation>
    </message>
    <message>
        <source>head</source>
        <translation>tête</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>tout</translation>
    </message>
    <message>
        <source>down to %1</source>
        <translation>jusqu’à&#x202f;%1</translation>
    </message>
    <message>
        <source>Other run…</source>
        <translation>Autre essai…</translation>
    </message>
    <message>
        <source>The same film read by another run or seed</source>
        <translation>Le même cliché lu par un autre essai ou une autre graine</translation>
    </message>
    <message>
        <source>What the brush does</source>
        <translation>Effet du pinceau</translation>
    </message>
    <message>
        <source>Paint over</source>
        <translation>Recouvrir</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Flouter</translation>
    </message>
    <message>
        <source>Erase the marker</source>
        <translation>Effacer le repère</translation>
    </message>
    <message>
        <source>Covers the letter that tells left from right, and scores again</source>
        <translation>Couvre la lettre qui distingue gauche et droite, puis recalcule le score</translation>
    </message>
    <message>
        <source>Uncover</source>
        <translation>Découvrir</translation>
    </message>
    <message>
        <source>the others</source>
        <translation>les autres</translation>
    </message>
    <message>
        <source>Covered: %1 (was %2), in %3 ms</source>
        <translation>Couvert&#x202f;:&#x202f;%1 (avant&#x202f;%2), en&#x202f;%3 ms</translation>
    </message>
    <message>
        <source>LayerCAM has cells of half the size and shows only what speaks for the class; it does not add up to the score.</source>
        <translation>LayerCAM a des cases deux fois plus fines et ne montre que ce qui parle pour la classe&#x202f;; elle ne totalise pas le score.</translation>
    </message>
    <message>
        <source>Each place shows how far the score falls when it is covered; it does not add up to the score.</source>
        <translation>Chaque endroit montre de combien le score baisse quand il est couvert&#x202f;; le total n’est pas le score.</translation>
    </message>
    <message>
        <source>The cells add up to %1, the score %2 less the bias %3 (in logits).</source>
        <translation>Les cases totalisent&#x202f;%1, soit le score&#x202f;%2 moins le biais&#x202f;%3 (en logits).</translation>
    </message>
    <message>
        <source>The cells add up to %1, but the score less the bias is %2 (in logits): the map does not add up to the score.</source>
        <translation>Les cases totalisent&#x202f;%1, mais le score moins le biais vaut&#x202f;%2 (en logits)&#x202f;: la carte ne totalise pas le score.</translation>
    </message>
    <message>
        <source>%1 × %2 cells</source>
        <translation>%1 ×&#x202f;%2 cases</translation>
    </message>
    <message>
        <source>Agrees with covering test: ρ %1</source>
        <translation>Accord avec le recouvrement&#x202f;: ρ&#x202f;%1</translation>
    </message>
    <message>
        <source>they disagree</source>
        <translation>désaccord</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>moyen</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bon</translation>
    </message>
    <message>
        <source>A scrambled model’s map</source>
        <translation>Carte d’un modèle brouillé</translation>
    </message>
    <message>
        <source>This is the covering test itself</source>
        <translation>C’est le test de recouvrement lui-même</translation>
    </message>
    <message>
        <source>Covering test under way…</source>
        <translation>Test de recouvrement en cours…</translation>
    </message>
    <message>
        <source>The map shows what moved this model’s score, not where the disease is.</source>
        <translation>La carte montre ce qui a fait le score de ce modèle, pas où est la maladie.</translation>
    </message>
    <message>
        <source>If it looks as before, it did not come from what was learned.</source>
        <translation>Si elle n’a pas changé, elle ne venait pas de ce qui a été appris.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FacetPanel</name>
    <message>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
    <message>
        <source>Search name or patient</source>
        <translation>Chercher nom ou patient</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Effacer les filtres</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Répartition</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Patients</translation>
    </message>
    <message>
        <source>One film only</source>
        <translation>Un seul cliché</translation>
    </message>
    <message>
        <source>Several films</source>
        <translation>Plusieurs clichés</translation>
    </message>
    <message>
        <source>Worth a look</source>
        <translation>À regarder</translation>
    </message>
    <message>
        <source>Identical films</source>
        <translation>Clichés identiques</translation>
    </message>
    <message>
        <source>No patient number</source>
        <translation>Sans numéro de patient</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FacetRow</name>
    <message numerus="yes">
        <source>%1, %n films</source>
        <translation>
            <numerusform>%1, %n cliché</numerusform>
            <numerusform>%1, %n clichés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::Field</name>
    <message>
        <source>Back to the default</source>
        <translation>Revenir au défaut</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FigureChart</name>
    <message>
        <source>Values of the chart</source>
        <translation>Valeurs du graphique</translation>
    </message>
    <message>
        <source>no result yet</source>
        <translation>pas encore de résultat</translation>
    </message>
    <message>
        <source>arrow keys walk along the points, T shows the numbers as a table</source>
        <translation>les flèches parcourent les points, T montre les nombres en tableau</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FigureTile</name>
    <message>
        <source>undefined</source>
        <translation>indéfini</translation>
    </message>
    <message>
        <source>95 % interval %1</source>
        <translation>intervalle à 95&#x202f;%&#x202f;%1</translation>
    </message>
    <message>
        <source>%1: %2; 8×8 pixels: %3</source>
        <comment>always PNEUMONIA, its value, the baseline&apos;s value</comment>
        <translation>%1&#x202f;:&#x202f;%2&#x202f;; 8×8 pixels&#x202f;:&#x202f;%3</translation>
    </message>
    <message>
        <source>always %1</source>
        <extracomment>always calling the positive class; its value</extracomment>
        <translation>toujours&#x202f;%1</translation>
    </message>
    <message>
        <source>8×8 pixels %1</source>
        <translation>8×8 pixels&#x202f;%1</translation>
    </message>
    <message>
        <source>8×8 %1</source>
        <extracomment>&quot;8×8 pixels&quot;, where there is less room</extracomment>
        <translation>8×8 %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FiguresPanel</name>
    <message>
        <source>Sensitivity</source>
        <translation>Sensibilité</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spécificité</translation>
    </message>
    <message>
        <source>PPV in this set</source>
        <translation>VPP dans ce jeu</translation>
    </message>
    <message>
        <source>NPV in this set</source>
        <translation>VPN dans ce jeu</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitude</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Exactitude équilibrée</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>MCC</source>
        <translation>MCC</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>Précision moyenne</translation>
    </message>
    <message>
        <source>always %1</source>
        <translation>toujours&#x202f;%1</translation>
    </message>
    <message>
        <source>Calls are the class with the largest score; sensitivity, specificity, PPV, NPV and F1 are of %1 against the rest. </source>
        <translation>La décision est la classe au plus grand score&#x202f;; sensibilité, spécificité, VPP, VPN et F1 sont de&#x202f;%1 face au reste. </translation>
    </message>
    <message>
        <source>8×8 pixels: a logistic regression on thumbnails of 64 pixels, fitted on the training films, called at 50 %.</source>
        <translation>8×8 pixels&#x202f;: une régression logistique sur des vignettes de 64 pixels, ajustée sur les clichés d’entraînement, au seuil de 50&#x202f;%.</translation>
    </message>
    <message>
        <source>8×8 pixels: the baseline needs the open data set; it is computed when a run is finished.</source>
        <translation>8×8 pixels&#x202f;: cette référence demande le jeu ouvert&#x202f;; elle est calculée quand un essai est fini.</translation>
    </message>
    <message>
        <source>What these figures give away</source>
        <translation>Ce que ces chiffres trahissent</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmBelt</name>
    <message>
        <source>Films by score</source>
        <translation>Clichés par score</translation>
    </message>
    <message>
        <source>← called %1</source>
        <translation>← dit %1</translation>
    </message>
    <message>
        <source>called %1 →</source>
        <translation>dit %1 →</translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation>seuil %1</translation>
    </message>
    <message>
        <source>TP</source>
        <translation>VP</translation>
    </message>
    <message>
        <source>FN</source>
        <translation>FN</translation>
    </message>
    <message>
        <source>FP</source>
        <translation>FP</translation>
    </message>
    <message>
        <source>TN</source>
        <translation>VN</translation>
    </message>
    <message>
        <source>The films stand here, sorted by their score, after the first epoch.</source>
        <translation>Les clichés se rangent ici, par score, après la première époque.</translation>
    </message>
    <message>
        <source>%1, score %2</source>
        <translation>%1, score %2</translation>
    </message>
    <message>
        <source>%1 films</source>
        <translation>%1 clichés</translation>
    </message>
    <message>
        <source>Open the folder of these films first</source>
        <translation>Ouvrez d’abord le dossier de ces clichés</translation>
    </message>
    <message>
        <source>%1 called %2</source>
        <comment>true class, called class</comment>
        <translation>%1 dits&#x202f;%2</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmDelegate</name>
    <message>
        <source>film %1</source>
        <translation>cliché&#x202f;%1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmModel</name>
    <message>
        <source>no label</source>
        <translation>sans étiquette</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmPreview</name>
    <message>
        <source>Film</source>
        <translation>Cliché</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmStrip</name>
    <message>
        <source>%1 films called something else than they are</source>
        <translation>%1 clichés dits autre chose que ce qu’ils sont</translation>
    </message>
    <message>
        <source>%1 called %2</source>
        <comment>true class, called class</comment>
        <translation>%1 dits&#x202f;%2</translation>
    </message>
    <message>
        <source>%1 films: %2</source>
        <extracomment>films, of which cells</extracomment>
        <translation>%1 clichés&#x202f;:&#x202f;%2</translation>
    </message>
    <message>
        <source>%1, %2, score %3</source>
        <comment>film, its class, score</comment>
        <translation>%1,&#x202f;%2, score&#x202f;%3</translation>
    </message>
    <message>
        <source>Enter reads them · Esc shows all</source>
        <translation>Entrée les lit · Échap montre tout</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 choisis</translation>
    </message>
    <message>
        <source>Open the folder of these films first</source>
        <translation>Ouvrez d’abord le dossier de ces clichés</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FilmViewer</name>
    <message>
        <source>Film viewer</source>
        <translation>Visionneuse</translation>
    </message>
    <message>
        <source>%1, window %2, level %3, zoom %4 percent</source>
        <translation>%1, fenêtre %2, niveau %3, zoom %4 pour cent</translation>
    </message>
    <message>
        <source>colour film · %1 %</source>
        <translation>cliché en couleur · %1&#x202f;%</translation>
    </message>
    <message>
        <source>window %1 · level %2 · %3 %</source>
        <translation>fenêtre %1 · niveau %2 · %3&#x202f;%</translation>
    </message>
    <message>
        <source> · grey %1</source>
        <translation> · gris %1</translation>
    </message>
    <message>
        <source> · cell %1</source>
        <translation> · case %1</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>pour&#x202f;%1</translation>
    </message>
    <message>
        <source>your box</source>
        <translation>votre cadre</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::FreezeBar</name>
    <message>
        <source>Freeze depth</source>
        <translation>Profondeur du gel</translation>
    </message>
    <message>
        <source>Frozen: %1. %2 of %3 weights of the backbone are trained.</source>
        <translation>Gelé&#x202f;: %1. %2 poids du réseau de base sur %3 sont entraînés.</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>gelé</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>entraîné</translation>
    </message>
    <message>
        <source>%1: %2 × %2, %3 weights, %4 % of the work, from layer %5</source>
        <translation>%1&#x202f;: %2 × %2, %3 poids, %4&#x202f;% du travail, dès la couche %5</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::GroupsPanel</name>
    <message>
        <source>Group the films by</source>
        <translation>Grouper les clichés par</translation>
    </message>
    <message>
        <source>CSV column…</source>
        <translation>Colonne CSV…</translation>
    </message>
    <message>
        <source>Group by any column of a CSV file whose first column is the file name</source>
        <translation>Grouper par une colonne d’un fichier CSV dont la première est le nom du fichier</translation>
    </message>
    <message>
        <source>Figures by group</source>
        <translation>Chiffres par groupe</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Groupe</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>Clichés</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Juste</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Intervalle à 95&#x202f;%</translation>
    </message>
    <message>
        <source>Kind (bacterial, viral)</source>
        <translation>Type (bactérien, viral)</translation>
    </message>
    <message>
        <source>Prefix of the file name</source>
        <translation>Préfixe du nom de fichier</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Luminosité</translation>
    </message>
    <message>
        <source>Size of the film</source>
        <translation>Taille du cliché</translation>
    </message>
    <message>
        <source>Column %1</source>
        <translation>Colonne&#x202f;%1</translation>
    </message>
    <message>
        <source>Table of films</source>
        <translation>Tableau de clichés</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>Tableaux (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>1 · darkest third</source>
        <translation>1 · tiers le plus sombre</translation>
    </message>
    <message>
        <source>2 · middle third</source>
        <translation>2 · tiers moyen</translation>
    </message>
    <message>
        <source>3 · brightest third</source>
        <translation>3 · tiers le plus clair</translation>
    </message>
    <message>
        <source>1 · smallest third</source>
        <translation>1 · tiers le plus petit</translation>
    </message>
    <message>
        <source>3 · largest third</source>
        <translation>3 · tiers le plus grand</translation>
    </message>
    <message>
        <source>Enter opens these films in the Reader</source>
        <translation>Entrée ouvre ces clichés en Lecture</translation>
    </message>
    <message>
        <source>too few</source>
        <translation>trop peu</translation>
    </message>
    <message>
        <source>Groups appear after the first epoch.</source>
        <translation>Les groupes apparaissent après la première époque.</translation>
    </message>
    <message>
        <source>Right = called as it is: sensitivity for %1, specificity for the other class.</source>
        <translation>Juste = dit ce qu’il est&#x202f;: sensibilité pour&#x202f;%1, spécificité pour l’autre classe.</translation>
    </message>
    <message>
        <source>Fewer than %1 films are too few to read a rate from.</source>
        <translation>Moins de&#x202f;%1 clichés ne suffisent pas pour lire un taux.</translation>
    </message>
    <message>
        <source>The film names do not tell kinds such as bacteria and virus.</source>
        <translation>Les noms des clichés ne disent pas de type comme bactérie et virus.</translation>
    </message>
    <message>
        <source>The film names have no prefix.</source>
        <translation>Les noms des clichés n’ont pas de préfixe.</translation>
    </message>
    <message>
        <source>Brightness is measured in the background once a run on the open data set is finished.</source>
        <translation>La luminosité est mesurée en arrière-plan quand un essai sur le jeu ouvert est fini.</translation>
    </message>
    <message>
        <source>All films have the same size, or it is not known: nothing to divide.</source>
        <translation>Tous les clichés ont la même taille, ou elle est inconnue&#x202f;: rien à partager.</translation>
    </message>
    <message>
        <source>No film has a value in this column.</source>
        <translation>Aucun cliché n’a de valeur dans cette colonne.</translation>
    </message>
    <message>
        <source>Marker letter</source>
        <translation>Lettre repère</translation>
    </message>
    <message>
        <source>with a marker</source>
        <translation>avec repère</translation>
    </message>
    <message>
        <source>without a marker</source>
        <translation>sans repère</translation>
    </message>
    <message>
        <source>A marker is the brightest letter-like mark near the edge, found by the program: it can be wrong.</source>
        <translation>Un repère est la marque la plus claire en forme de lettre près du bord, trouvée par le programme : il peut se tromper.</translation>
    </message>
    <message>
        <source>Looking for marker letters on the films…</source>
        <translation>Recherche des lettres repères sur les clichés…</translation>
    </message>
    <message>
        <source>Marker letters are looked for on the films of a finished run on the open data set.</source>
        <translation>Les lettres repères sont cherchées sur les clichés d’un essai fini, sur le jeu ouvert.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::GuardPanel</name>
    <message>
        <source>Farther from the training films than nearly all validation films.</source>
        <translation>Plus loin des clichés d’apprentissage que presque toute la validation.</translation>
    </message>
    <message>
        <source>This does not look like a frontal chest film: the model should not be asked about it.</source>
        <translation>Ceci ne ressemble pas à un thorax de face&#x202f;: il ne faut pas interroger le modèle.</translation>
    </message>
    <message>
        <source>The picture has colours: it is no plain radiograph.</source>
        <translation>L’image a des couleurs&#x202f;: ce n’est pas une radiographie simple.</translation>
    </message>
    <message>
        <source>The header says that this is a lateral view.</source>
        <translation>L’en-tête dit que c’est une vue de profil.</translation>
    </message>
    <message>
        <source>The header names another view, part of the body or kind of picture.</source>
        <translation>L’en-tête nomme une autre vue, partie du corps ou sorte d’image.</translation>
    </message>
    <message>
        <source>Is this a film for this model?</source>
        <translation>Ce cliché est-il pour ce modèle&#x202f;?</translation>
    </message>
    <message>
        <source>No guard for this model</source>
        <translation>Pas de garde pour ce modèle</translation>
    </message>
    <message>
        <source>Whether the film is like those that the model learned from is not known. Open the folder that the run was trained on, and it will be.</source>
        <translation>On ne sait pas si le cliché ressemble à ceux que le modèle a appris. Ouvrez le dossier d’entraînement de l’essai, et on le saura.</translation>
    </message>
    <message>
        <source>Usual film for this model</source>
        <translation>Cliché habituel pour ce modèle</translation>
    </message>
    <message>
        <source>Unusual film for this model</source>
        <translation>Cliché inhabituel pour ce modèle</translation>
    </message>
    <message>
        <source>Not a film for this model</source>
        <translation>Pas un cliché pour ce modèle</translation>
    </message>
    <message>
        <source>%1 of 100</source>
        <translation>%1 sur 100</translation>
    </message>
    <message>
        <source>Farther from the training films than %1 % of validation.</source>
        <translation>Plus loin des clichés d’apprentissage que&#x202f;%1&#x202f;% de la validation.</translation>
    </message>
    <message>
        <source>Trained on children of 1 to 5 years from one hospital.</source>
        <translation>Entraîné sur des enfants de 1 à 5 ans d’un seul hôpital.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::HeaderBar</name>
    <message>
        <source>Open folder…</source>
        <translation>Ouvrir un dossier…</translation>
    </message>
    <message>
        <source>no films open</source>
        <translation>aucun cliché ouvert</translation>
    </message>
    <message>
        <source>Data set: %1</source>
        <translation>Jeu de données&#x202f;: %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::HomePage</name>
    <message>
        <source>Opened before</source>
        <translation>Ouverts auparavant</translation>
    </message>
    <message>
        <source>Start with the phantom demo</source>
        <translation>Commencer par la démo fantômes</translation>
    </message>
    <message>
        <source>Drawn chests with a known shadow. No patient data, no internet; ready to train in seconds.</source>
        <translation>Thorax dessinés, à l’opacité connue. Ni données de patients ni internet ; prêts en quelques secondes.</translation>
    </message>
    <message>
        <source>Open a folder of X-rays…</source>
        <translation>Ouvrir un dossier de clichés…</translation>
    </message>
    <message>
        <source>One sub-folder per class, or train, val and test. JPEG, PNG, TIFF or DICOM; nothing is copied.</source>
        <translation>Un sous-dossier par classe, ou train, val et test. JPEG, PNG, TIFF ou DICOM ; rien n’est copié.</translation>
    </message>
    <message>
        <source>Recent runs</source>
        <translation>Essais récents</translation>
    </message>
    <message>
        <source>All runs</source>
        <translation>Tous les essais</translation>
    </message>
    <message>
        <source>Read one film</source>
        <translation>Lire un cliché</translation>
    </message>
    <message>
        <source>Look at a film, and at what a trained model says about it.</source>
        <translation>Regarder un cliché, et ce qu’en dit un modèle entraîné.</translation>
    </message>
    <message>
        <source>Continue: %1</source>
        <translation>Continuer : %1</translation>
    </message>
    <message>
        <source>The films are open. On to the Lab.</source>
        <translation>Les clichés sont ouverts. Vers le labo.</translation>
    </message>
    <message>
        <source>The folder that was open last.</source>
        <translation>Le dernier dossier ouvert.</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>Pas encore d’essai</translation>
    </message>
    <message>
        <source>Every training that ends is kept and appears here.</source>
        <translation>Chaque entraînement terminé est gardé et apparaît ici.</translation>
    </message>
    <message>
        <source>The runs cannot be read</source>
        <translation>Les essais sont illisibles</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ImportanceBars</name>
    <message>
        <source>Importance of each setting</source>
        <translation>Importance de chaque réglage</translation>
    </message>
    <message>
        <source>Share of the variation that each setting explains by itself (functional ANOVA over a random forest)</source>
        <translation>Part de la variation que chaque réglage explique seul (ANOVA fonctionnelle sur une forêt aléatoire)</translation>
    </message>
    <message>
        <source>What mattered is known after 8 trials</source>
        <translation>Ce qui a compté se sait après 8 essais</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::Inspector</name>
    <message>
        <source>Selected film</source>
        <translation>Cliché choisi</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Folder report</source>
        <translation>Rapport du dossier</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the folder report</source>
        <translation>Copier le rapport du dossier</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lus</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Illisibles</translation>
    </message>
    <message>
        <source>Identical copies</source>
        <translation>Copies identiques</translation>
    </message>
    <message>
        <source>Colour films</source>
        <translation>Clichés en couleur</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>Tailles</translation>
    </message>
    <message>
        <source>Films that could not be read</source>
        <translation>Clichés illisibles</translation>
    </message>
    <message>
        <source>Open in Reader</source>
        <translation>Ouvrir en lecture</translation>
    </message>
    <message numerus="yes">
        <source>%n different</source>
        <translation>
            <numerusform>%n seule</numerusform>
            <numerusform>%n différentes</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a film first</source>
        <translation>Choisissez d’abord un cliché</translation>
    </message>
    <message>
        <source>No film chosen</source>
        <translation>Aucun cliché choisi</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>No patient number in the name</source>
        <translation>Pas de numéro de patient dans le nom</translation>
    </message>
    <message>
        <source>Kept as a patient of its own. Two such films of one patient could land in two splits.</source>
        <translation>Gardé comme un patient à part. Deux tels clichés d’un même patient pourraient tomber dans deux parts.</translation>
    </message>
    <message>
        <source>Folder report copied</source>
        <translation>Rapport du dossier copié</translation>
    </message>
    <message>
        <source>%1, %2 bit, colour</source>
        <translation>%1, %2 bits, couleur</translation>
    </message>
    <message>
        <source>%1, %2 bit, grey</source>
        <translation>%1, %2 bits, gris</translation>
    </message>
    <message>
        <source>Copies elsewhere</source>
        <translation>Copies ailleurs</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::JobBar</name>
    <message>
        <source>Jobs</source>
        <translation>Travaux</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Avancement</translation>
    </message>
    <message>
        <source>Stop &amp;&amp; keep</source>
        <translation>Arrêter et garder</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Arrêter et garder</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>No connection is used</source>
        <translation>Aucune connexion n’est utilisée</translation>
    </message>
    <message numerus="yes">
        <source>CPU · %n threads</source>
        <translation>
            <numerusform>CPU · %n fil</numerusform>
            <numerusform>CPU · %n fils</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading films</source>
        <translation>Lecture des clichés</translation>
    </message>
    <message>
        <source>looking for films</source>
        <translation>recherche de clichés</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <source>%1 of %2 GB</source>
        <extracomment>memory used of memory installed, in gigabytes</extracomment>
        <translation>%1 sur %2 Go</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LabController</name>
    <message>
        <source>Run %1</source>
        <translation>Essai %1</translation>
    </message>
    <message>
        <source>Open a folder of films first</source>
        <translation>Ouvrez d’abord un dossier de clichés</translation>
    </message>
    <message>
        <source>Nothing has to be computed again.</source>
        <translation>Rien n’est à recalculer.</translation>
    </message>
    <message>
        <source>%1 finished</source>
        <translation>%1 terminé</translation>
    </message>
    <message>
        <source>%1 finished · saved on this computer</source>
        <translation>%1 terminé · gardé sur cet ordinateur</translation>
    </message>
    <message>
        <source>%1 was cancelled; nothing was kept</source>
        <translation>%1 annulé&#x202f;; rien n’est gardé</translation>
    </message>
    <message>
        <source>%1 could not be trained</source>
        <translation>%1 n’a pas pu être entraîné</translation>
    </message>
    <message>
        <source>%1 passed</source>
        <translation>%1 écoulées</translation>
    </message>
    <message>
        <source>%1 · about %2 left</source>
        <translation>%1 · reste environ %2</translation>
    </message>
    <message>
        <source>features of the frozen part · %1 %</source>
        <translation>sorties de la partie gelée · %1&#x202f;%</translation>
    </message>
    <message>
        <source>reading the films</source>
        <translation>lecture des clichés</translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation>époque %1 sur %2</translation>
    </message>
    <message>
        <source> · batch %1 of %2</source>
        <translation> · lot %1 sur %2</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>mesure</translation>
    </message>
    <message>
        <source>stopping after this batch…</source>
        <translation>arrêt après ce lot…</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>annulation…</translation>
    </message>
    <message>
        <source>the backbone</source>
        <translation>le réseau de base</translation>
    </message>
    <message>
        <source>how films are prepared</source>
        <translation>la préparation des clichés</translation>
    </message>
    <message>
        <source>the freeze depth</source>
        <translation>la profondeur du gel</translation>
    </message>
    <message>
        <source>the pooling</source>
        <translation>le pooling</translation>
    </message>
    <message>
        <source>the views</source>
        <translation>les vues</translation>
    </message>
    <message>
        <source>&lt; 1 s</source>
        <translation>&lt; 1 s</translation>
    </message>
    <message>
        <source>≈ %1</source>
        <translation>≈ %1</translation>
    </message>
    <message>
        <source>%1 · %2 GB, cached</source>
        <comment>time, memory</comment>
        <translation>%1 · %2 Go, en cache</translation>
    </message>
    <message>
        <source>%1 · %2 GB</source>
        <comment>time, memory</comment>
        <translation>%1 · %2 Go</translation>
    </message>
    <message>
        <source>%1 films, %2 epochs of about %3 each</source>
        <translation>%1 clichés, %2 époques d’environ %3 chacune</translation>
    </message>
    <message>
        <source>The frozen part has seen the films already.</source>
        <translation>La partie gelée a déjà vu les clichés.</translation>
    </message>
    <message>
        <source>First the films go through the frozen part: about %1.</source>
        <translation>Les clichés passent d’abord par la partie gelée&#x202f;: environ %1.</translation>
    </message>
    <message>
        <source>Learned from the runs on this computer.</source>
        <translation>Appris des essais sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Estimated from the layers; the first run teaches the speed of this computer.</source>
        <translation>Estimé d’après les couches&#x202f;; le premier essai apprendra la vitesse de cet ordinateur.</translation>
    </message>
    <message>
        <source>Other than in the last run: %1. The outputs of the frozen part are computed when training starts.</source>
        <translation>Autre que dans le dernier essai&#x202f;: %1. Les sorties de la partie gelée seront calculées au début de l’entraînement.</translation>
    </message>
    <message>
        <source>These films have not been through the frozen network yet. Train once, then every edit is felt at once.</source>
        <translation>Ces clichés ne sont pas encore passés par le réseau gelé. Entraînez une fois&#x202f;; ensuite chaque modification se voit aussitôt.</translation>
    </message>
    <message>
        <source>Changed: %1. The films must go through the frozen network again. Train once, or undo.</source>
        <translation>Changé&#x202f;: %1. Les clichés doivent repasser par le réseau gelé. Entraînez une fois, ou annulez.</translation>
    </message>
    <message>
        <source>%1 kept · saved on this computer</source>
        <translation>%1 gardé · enregistré sur cet ordinateur</translation>
    </message>
    <message>
        <source>All %1 outputs of the frozen part are on this computer.</source>
        <translation>Les %1 sorties de la partie gelée sont toutes sur cet ordinateur.</translation>
    </message>
    <message>
        <source>%1 of %2 outputs of the frozen part are on this computer; the others are computed when training starts.</source>
        <translation>%1 des %2 sorties de la partie gelée sont sur cet ordinateur ; les autres seront calculées au début de l’entraînement.</translation>
    </message>
    <message>
        <source>The films go through the frozen part once, when training starts. From then on every edit of the head is felt at once.</source>
        <translation>Les clichés traversent la partie gelée une seule fois, au début de l’entraînement. Ensuite, chaque modification de la tête se ressent aussitôt.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LabDraft</name>
    <message>
        <source>%1 %2 → %3</source>
        <comment>an edit: what, from, to</comment>
        <translation>%1 %2 → %3</translation>
    </message>
    <message>
        <source>add %1</source>
        <translation>ajouter %1</translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation>retirer %1</translation>
    </message>
    <message>
        <source>duplicate %1</source>
        <translation>dupliquer %1</translation>
    </message>
    <message>
        <source>move %1 below %2</source>
        <translation>placer %1 sous %2</translation>
    </message>
    <message>
        <source>move %1 above %2</source>
        <translation>placer %1 sur %2</translation>
    </message>
    <message>
        <source>reset %1</source>
        <translation>rétablir %1</translation>
    </message>
    <message>
        <source>enable %1</source>
        <translation>activer %1</translation>
    </message>
    <message>
        <source>disable %1</source>
        <translation>désactiver %1</translation>
    </message>
    <message>
        <source>%1: %2 %3 → %4</source>
        <comment>an edit: layer, option, from, to</comment>
        <translation>%1&#x202f;: %2 %3 → %4</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LabPage</name>
    <message>
        <source>Backbone and films</source>
        <translation>Réseau de base et clichés</translation>
    </message>
    <message>
        <source>More training settings</source>
        <translation>Autres réglages d’entraînement</translation>
    </message>
    <message>
        <source>This configuration cannot be used</source>
        <translation>Cette configuration ne peut pas servir</translation>
    </message>
    <message>
        <source>Cancel the run?</source>
        <translation>Annuler l’essai&#x202f;?</translation>
    </message>
    <message>
        <source>Cancel keeps nothing of this run. Stop &amp; keep would keep what it has learned.</source>
        <translation>Annuler ne garde rien de cet essai. Arrêter et garder conserverait ce qu’il a appris.</translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation>Annuler l’essai</translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>This result could not be kept</source>
        <translation>Ce résultat n’a pas pu être gardé</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Entraîner</translation>
    </message>
    <message>
        <source>Live: train as I edit</source>
        <translation>Direct&#x202f;: entraîner pendant que je modifie</translation>
    </message>
    <message>
        <source>Keep the live result as a run</source>
        <translation>Garder le résultat direct comme essai</translation>
    </message>
    <message>
        <source>Freeze one block less</source>
        <translation>Geler un bloc de moins</translation>
    </message>
    <message>
        <source>Freeze one block more</source>
        <translation>Geler un bloc de plus</translation>
    </message>
    <message>
        <source>Freeze the whole network</source>
        <translation>Geler tout le réseau</translation>
    </message>
    <message>
        <source>Train the whole network</source>
        <translation>Entraîner tout le réseau</translation>
    </message>
    <message>
        <source>Threshold up</source>
        <translation>Seuil plus haut</translation>
    </message>
    <message>
        <source>Threshold down</source>
        <translation>Seuil plus bas</translation>
    </message>
    <message>
        <source>Threshold up, fine</source>
        <translation>Seuil un peu plus haut</translation>
    </message>
    <message>
        <source>Threshold down, fine</source>
        <translation>Seuil un peu plus bas</translation>
    </message>
    <message>
        <source>Epoch before</source>
        <translation>Époque précédente</translation>
    </message>
    <message>
        <source>Next epoch</source>
        <translation>Époque suivante</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Meilleure époque</translation>
    </message>
    <message>
        <source>Run behind it on or off</source>
        <translation>Afficher ou non l’essai derrière</translation>
    </message>
    <message>
        <source>Take back all edits since the shown run</source>
        <translation>Reprendre les réglages de l’essai affiché</translation>
    </message>
    <message>
        <source>settings of %1</source>
        <translation>réglages de %1</translation>
    </message>
    <message>
        <source>Export the figure that is shown</source>
        <translation>Exporter la figure affichée</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LayerCard</name>
    <message>
        <source>More for this layer</source>
        <translation>Plus pour cette couche</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>Couche %1&#x202f;: %2</translation>
    </message>
    <message>
        <source>%1 weights · fixed to %2 classes</source>
        <translation>%1 poids · fixé à %2 classes</translation>
    </message>
    <message>
        <source>%1 had %2</source>
        <comment>run name, value</comment>
        <translation>%1 avait %2</translation>
    </message>
    <message>
        <source>edited since %1</source>
        <translation>modifié depuis %1</translation>
    </message>
    <message>
        <source>disabled · 0 weights</source>
        <translation>désactivé · 0 poids</translation>
    </message>
    <message>
        <source>All options…</source>
        <translation>Toutes les options…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Désactiver</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Activer</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LayerList</name>
    <message>
        <source>Pooling</source>
        <translation>Pooling</translation>
    </message>
    <message>
        <source>Added by the program: the stack does not end in one value per class</source>
        <translation>Ajoutée par le programme&#x202f;: la pile ne finit pas par une valeur par classe</translation>
    </message>
    <message>
        <source>Dense · %1</source>
        <translation>Dense · %1</translation>
    </message>
    <message>
        <source>fixed to %1 classes</source>
        <translation>fixé à %1 classes</translation>
    </message>
    <message>
        <source>%1 weights · fixed to %2 classes</source>
        <translation>%1 poids · fixé à %2 classes</translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 valeurs</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>Couche %1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LineChart</name>
    <message>
        <source>%1 after epoch %2: %3</source>
        <extracomment>name of a line, epoch, value</extracomment>
        <translation>%1 après l’époque %2&#x202f;: %3</translation>
    </message>
    <message>
        <source>no values yet; key T shows a table</source>
        <translation>pas encore de valeurs&#x202f;; la touche T montre un tableau</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Époque</translation>
    </message>
    <message>
        <source>lowest of %1</source>
        <translation>le plus bas de %1</translation>
    </message>
    <message>
        <source>highest of %1</source>
        <translation>le plus haut de %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LineChartPlot</name>
    <message>
        <source>best</source>
        <extracomment>Mark over the best epoch of a chart</extracomment>
        <translation>meilleure</translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>Époque %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::LiveMode</name>
    <message>
        <source>Live %1</source>
        <translation>Direct %1</translation>
    </message>
    <message>
        <source>One such run takes about %1: too long to follow every edit. Freeze more, or train fewer epochs.</source>
        <translation>Un tel essai prend environ %1&#x202f;: trop long pour suivre chaque modification. Gelez davantage, ou entraînez moins d’époques.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::MainWindow</name>
    <message>
        <source>Films</source>
        <translation>Clichés</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Tous les fichiers</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Accueil</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>Labo</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lecture</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ouvrir un dossier…</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Ctrl+O</translation>
    </message>
    <message>
        <source>Open film…</source>
        <translation>Ouvrir un cliché…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Clair ou sombre</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>Présenter</translation>
    </message>
    <message>
        <source>Stop &amp;&amp; keep</source>
        <translation>Arrêter et garder</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation>Panneau suivant</translation>
    </message>
    <message>
        <source>Previous panel</source>
        <translation>Panneau précédent</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>About Negatoscope</source>
        <translation>À propos de Negatoscope</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Taille du texte</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>text size</comment>
        <translation>%1&#x202f;%</translation>
    </message>
    <message>
        <source>Language (at the next start)</source>
        <translation>Langue (au prochain démarrage)</translation>
    </message>
    <message>
        <source>The language changes at the next start</source>
        <translation>La langue changera au prochain démarrage</translation>
    </message>
    <message>
        <source>Open a folder of films</source>
        <translation>Ouvrir un dossier de clichés</translation>
    </message>
    <message>
        <source>Open a film</source>
        <translation>Ouvrir un cliché</translation>
    </message>
    <message>
        <source>A teaching laboratory for chest X-ray classifiers. Free software under the GNU General Public License, version 3 or later. Films never leave this computer.</source>
        <translation>Un laboratoire d’enseignement pour les classificateurs de radiographies du thorax. Logiciel libre sous licence publique générale GNU, version 3 ou ultérieure. Les clichés ne quittent jamais cet ordinateur.</translation>
    </message>
    <message>
        <source>Keeping the run, then closing. Close again to leave at once.</source>
        <translation>L’essai est gardé, puis la fenêtre se ferme. Fermez encore pour partir tout de suite.</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Chercher ou lancer une commande</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>Afficher %1</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>Ouvrir %1</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Essais</translation>
    </message>
    <message>
        <source>Open scores…</source>
        <translation>Ouvrir des scores…</translation>
    </message>
    <message>
        <source>Open a file of scores</source>
        <translation>Ouvrir un fichier de scores</translation>
    </message>
    <message>
        <source>Scores (*.csv)</source>
        <translation>Scores (*.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Recherche</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::MetricTile</name>
    <message>
        <source>%1: %2 percent, %3 of %4, interval %5 to %6</source>
        <extracomment>Accessible text of a rate: name, value, k of n, interval</extracomment>
        <translation>%1&#x202f;: %2 pour cent, %3 sur %4, intervalle de %5 à %6</translation>
    </message>
    <message>
        <source>%1: undefined, %2</source>
        <translation>%1&#x202f;: indéfini, %2</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>indéfini</translation>
    </message>
    <message>
        <source>too few films</source>
        <translation>trop peu de clichés</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ModelEditor</name>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Modèles types</translation>
    </message>
    <message>
        <source>Add layer</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Copy as notebook text</source>
        <translation>Copier en texte de carnet</translation>
    </message>
    <message>
        <source>Paste notebook text</source>
        <translation>Coller un texte de carnet</translation>
    </message>
    <message>
        <source>preset %1</source>
        <translation>modèle type %1</translation>
    </message>
    <message>
        <source>Copied as notebook text</source>
        <translation>Copié en texte de carnet</translation>
    </message>
    <message>
        <source>paste notebook text</source>
        <translation>coller un texte de carnet</translation>
    </message>
    <message>
        <source>%1 trainable</source>
        <comment>weights</comment>
        <translation>%1 entraînables</translation>
    </message>
    <message>
        <source>Fails in a way worth seeing</source>
        <translation>Un échec qui vaut d’être vu</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>preset, its sentence</comment>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NavigationRail</name>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NeighbourStrip</name>
    <message>
        <source>%1 of %2 %3</source>
        <translation>%1 sur&#x202f;%2&#x202f;%3</translation>
    </message>
    <message>
        <source>Most alike in training: %1</source>
        <translation>Les plus proches à l’apprentissage&#x202f;:&#x202f;%1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NetworkSteps</name>
    <message>
        <source>What the network sees</source>
        <translation>Ce que voit le réseau</translation>
    </message>
    <message>
        <source>original, fitted to %1 pixels, grey three times, scaled to −1 to 1 with mean %2, augmented samples</source>
        <translation>original, ajusté à %1 pixels, gris trois fois, ramené entre −1 et 1 de moyenne %2, exemples augmentés</translation>
    </message>
    <message>
        <source>Choose a film to see every step from file to network.</source>
        <translation>Choisissez un cliché pour voir chaque étape, du fichier au réseau.</translation>
    </message>
    <message>
        <source>1  Original</source>
        <translation>1  Original</translation>
    </message>
    <message>
        <source>a centre crop loses %1 %</source>
        <translation>le recadrage perd %1&#x202f;%</translation>
    </message>
    <message>
        <source>as stored</source>
        <translation>tel quel</translation>
    </message>
    <message>
        <source>Letterbox</source>
        <translation>Bandes noires</translation>
    </message>
    <message>
        <source>Centre crop</source>
        <translation>Recadrage</translation>
    </message>
    <message>
        <source>Squash</source>
        <translation>Écrasement</translation>
    </message>
    <message>
        <source>shape lost</source>
        <translation>déformé</translation>
    </message>
    <message>
        <source>shape kept</source>
        <translation>non déformé</translation>
    </message>
    <message>
        <source>3  Grey, 3 times</source>
        <translation>3  Gris, 3 fois</translation>
    </message>
    <message>
        <source>same film 3 ×</source>
        <translation>même cliché 3 ×</translation>
    </message>
    <message>
        <source>4  Scaled −1 … 1</source>
        <translation>4  De −1 à 1</translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>moyenne %1</translation>
    </message>
    <message>
        <source>5  Augmented, training only</source>
        <translation>5  Augmenté, pour l’entraînement seul</translation>
    </message>
    <message>
        <source>flip · turn, zoom · frame blanked · contrast</source>
        <translation>miroir · rotation, zoom · bord noirci · contraste</translation>
    </message>
    <message>
        <source>%1 px, %2</source>
        <translation>%1 px, %2</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NetworkStrip</name>
    <message>
        <source>What the network sees</source>
        <translation>Ce que voit le réseau</translation>
    </message>
    <message>
        <source>of the selected film</source>
        <translation>du cliché choisi</translation>
    </message>
    <message>
        <source>How films are fitted</source>
        <translation>Ajustement des clichés</translation>
    </message>
    <message>
        <source>Letterbox</source>
        <translation>Bandes noires</translation>
    </message>
    <message>
        <source>Centre crop</source>
        <translation>Recadrage</translation>
    </message>
    <message>
        <source>Squash</source>
        <translation>Écrasement</translation>
    </message>
    <message>
        <source>Other samples</source>
        <translation>Autres exemples</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::NumberEdit</name>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>%1 to %2, please</source>
        <comment>allowed range</comment>
        <translation>de %1 à %2, s’il vous plaît</translation>
    </message>
    <message>
        <source>; empty for none</source>
        <translation>&#x202f;; vide pour aucun</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::OperatingPoint</name>
    <message>
        <source>test</source>
        <translation>test</translation>
    </message>
    <message>
        <source>file</source>
        <translation>fichier</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>validation</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::OverviewPanel</name>
    <message>
        <source>Threshold</source>
        <translation>Seuil</translation>
    </message>
    <message>
        <source>Chosen on validation; may not transfer</source>
        <translation>Choisi sur la validation&#x202f;; peut ne pas se transférer</translation>
    </message>
    <message>
        <source>The plain threshold</source>
        <translation>Le seuil simple</translation>
    </message>
    <message>
        <source>Sens ≥ 95 %</source>
        <translation>Sens ≥ 95&#x202f;%</translation>
    </message>
    <message>
        <source>Youden</source>
        <translation>Youden</translation>
    </message>
    <message>
        <source>The most sensitivity and specificity together.</source>
        <translation>Le plus de sensibilité et de spécificité ensemble.</translation>
    </message>
    <message>
        <source>More thresholds, and the matrix</source>
        <translation>Autres seuils, et la matrice</translation>
    </message>
    <message>
        <source>Threshold in percent</source>
        <translation>Seuil en pour cent</translation>
    </message>
    <message>
        <source>Ctrl+↑ and Ctrl+↓ move it by one point, with Shift by a tenth</source>
        <translation>Ctrl+↑ et Ctrl+↓ le déplacent d’un point, avec Maj d’un dixième</translation>
    </message>
    <message>
        <source>Most sensitivity and specificity together (Youden)</source>
        <translation>Le plus de sensibilité et de spécificité ensemble (Youden)</translation>
    </message>
    <message>
        <source>Sensitivity of at least %1</source>
        <translation>Sensibilité d’au moins&#x202f;%1</translation>
    </message>
    <message>
        <source>Least cost: %1 ill, a miss costs %2 false alarms</source>
        <translation>Moindre coût&#x202f;:&#x202f;%1 malades, un manqué coûte&#x202f;%2 fausses alertes</translation>
    </message>
    <message>
        <source>Threshold chosen on validation</source>
        <translation>Seuil choisi sur la validation</translation>
    </message>
    <message>
        <source>Wanted sensitivity</source>
        <translation>Sensibilité voulue</translation>
    </message>
    <message>
        <source>The same on strongly changed validation films</source>
        <translation>De même sur des clichés de validation fortement modifiés</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>Matrice</translation>
    </message>
    <message>
        <source>Percent of the call instead of the truth</source>
        <translation>Pourcents de la décision au lieu de la vérité</translation>
    </message>
    <message>
        <source>Export the matrix as SVG, PDF, PNG or CSV…</source>
        <translation>Exporter la matrice en SVG, PDF, PNG ou CSV…</translation>
    </message>
    <message>
        <source>Films changed by hand as other hospitals&apos; films differ: the better choice for films from elsewhere</source>
        <translation>Clichés modifiés comme diffèrent ceux d’autres hôpitaux&#x202f;: le meilleur choix pour des clichés d’ailleurs</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensibilité</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spécificité</translation>
    </message>
    <message>
        <source>PPV in this set</source>
        <translation>VPP dans ce jeu</translation>
    </message>
    <message>
        <source>NPV in this set</source>
        <translation>VPN dans ce jeu</translation>
    </message>
    <message>
        <source>Open the folder of these films first</source>
        <translation>Ouvrez d’abord le dossier de ces clichés</translation>
    </message>
    <message>
        <source>There is no film in this cell</source>
        <translation>Il n’y a pas de cliché dans cette case</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Matrice de confusion</translation>
    </message>
    <message>
        <source>%1, threshold %2 percent</source>
        <translation>%1, seuil %2 pour cent</translation>
    </message>
    <message>
        <source>Accuracy %1 %</source>
        <translation>Exactitude %1&#x202f;%</translation>
    </message>
    <message>
        <source>%1 · always %2: %3 %</source>
        <comment>accuracy, class, its accuracy</comment>
        <translation>%1 · toujours %2&#x202f;: %3&#x202f;%</translation>
    </message>
    <message>
        <source>%1 · 8×8 pixels: %2 %</source>
        <comment>what stands before, its accuracy</comment>
        <translation>%1 · 8×8 pixels&#x202f;:&#x202f;%2&#x202f;%</translation>
    </message>
    <message>
        <source>%1 called %2</source>
        <comment>true class, called class</comment>
        <translation>%1 dits&#x202f;%2</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ParallelCoordinates</name>
    <message>
        <source>Parallel coordinates of all trials</source>
        <translation>Coordonnées parallèles de tous les essais</translation>
    </message>
    <message>
        <source>%1 of %2 trials inside the kept ranges</source>
        <translation>%1 essais sur %2 dans les intervalles gardés</translation>
    </message>
    <message>
        <source>One line per trial will appear here</source>
        <translation>Une ligne par essai apparaîtra ici</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ParameterField</name>
    <message>
        <source>%1 had %2</source>
        <comment>run name, value</comment>
        <translation>%1 avait %2</translation>
    </message>
    <message>
        <source>Reset to %1</source>
        <translation>Revenir à %1</translation>
    </message>
    <message>
        <source>Default %1. Click to reset (Ctrl+R).</source>
        <translation>Par défaut %1. Cliquez pour rétablir (Ctrl+R).</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::PhantomDemo</name>
    <message>
        <source>Drawing chests</source>
        <translation>Dessin des thorax</translation>
    </message>
    <message>
        <source>%1 of %2 films</source>
        <translation>%1 clichés sur %2</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::PredictionPanel</name>
    <message>
        <source>What the model says</source>
        <translation>Ce que dit le modèle</translation>
    </message>
    <message>
        <source>Open model…</source>
        <translation>Ouvrir un modèle…</translation>
    </message>
    <message>
        <source>The model was not opened: %1</source>
        <translation>Le modèle n’a pas été ouvert&#x202f;: %1</translation>
    </message>
    <message>
        <source>The film was not opened: %1</source>
        <translation>Le cliché n’a pas été ouvert&#x202f;: %1</translation>
    </message>
    <message>
        <source>called %1</source>
        <translation>dit %1</translation>
    </message>
    <message>
        <source>a score for %1, not this child’s risk</source>
        <translation>un score pour %1, pas le risque de cet enfant</translation>
    </message>
    <message>
        <source>a score, not this child’s risk</source>
        <translation>un score, pas le risque de cet enfant</translation>
    </message>
    <message>
        <source>scored in %1 ms</source>
        <translation>score obtenu en %1&#x202f;ms</translation>
    </message>
    <message>
        <source>The label says %1 too</source>
        <translation>L’étiquette dit aussi %1</translation>
    </message>
    <message>
        <source>The label says %1</source>
        <translation>L’étiquette dit %1</translation>
    </message>
    <message>
        <source>Model and label differ: either may be wrong.</source>
        <translation>Modèle et étiquette diffèrent&#x202f;: l’un ou l’autre peut avoir tort.</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Aucun modèle</translation>
    </message>
    <message>
        <source>Opening the model</source>
        <translation>Ouverture du modèle</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Pas encore de modèle</translation>
    </message>
    <message>
        <source>The viewer works without one. Train a run in the Lab, or open a model: a run folder, a Keras file or a Teachable Machine folder.</source>
        <translation>La visionneuse s’en passe. Entraînez un essai au Labo, ou ouvrez un modèle&#x202f;: dossier d’essai, fichier Keras ou dossier Teachable Machine.</translation>
    </message>
    <message>
        <source>Go to the Lab</source>
        <translation>Aller au Labo</translation>
    </message>
    <message>
        <source>Choose a film</source>
        <translation>Choisissez un cliché</translation>
    </message>
    <message>
        <source>Drop one here, or step through the films of the open set.</source>
        <translation>Déposez-en un ici, ou parcourez les clichés du jeu ouvert.</translation>
    </message>
    <message>
        <source>No validation film scored %1.</source>
        <translation>Aucun cliché de validation n’a un score de&#x202f;%1.</translation>
    </message>
    <message>
        <source>Of %1 validation films scored %2, %3 were %4 (%5 – %6&#x202f;%).</source>
        <translation>Sur&#x202f;%1 clichés de validation de score&#x202f;%2,&#x202f;%3 étaient&#x202f;%4 (%5 –&#x202f;%6&#x202f;%).</translation>
    </message>
    <message>
        <source>Here the score is too cautious.</source>
        <translation>Ici le score est trop prudent.</translation>
    </message>
    <message>
        <source>Here the score is too sure.</source>
        <translation>Ici le score est trop sûr.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::PrevalencePanel</name>
    <message>
        <source>%1 ill</source>
        <translation>%1 malades</translation>
    </message>
    <message>
        <source>%1 healthy</source>
        <translation>%1 sains</translation>
    </message>
    <message>
        <source>Share of ill patients</source>
        <translation>Part de malades</translation>
    </message>
    <message>
        <source>If %1 of the patients were ill</source>
        <translation>Si %1 des patients étaient malades</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>fewer than 1</source>
        <translation>moins de 1</translation>
    </message>
    <message>
        <source>No alarm in 1,000 patients; missed: %1.</source>
        <translation>Aucune alerte pour 1&#x202f;000 patients&#x202f;; manqués&#x202f;: %1.</translation>
    </message>
    <message>
        <source>False alarms that a miss costs</source>
        <translation>Fausses alertes que coûte un manqué</translation>
    </message>
    <message>
        <source>If a miss cost %1 false alarms</source>
        <translation>Si un manqué coûtait&#x202f;%1 fausses alertes</translation>
    </message>
    <message>
        <source>If a false alarm cost %1 misses</source>
        <translation>Si une fausse alerte coûtait&#x202f;%1 manqués</translation>
    </message>
    <message>
        <source>Of 100 called %1, %2 have it (PPV %3).</source>
        <translation>Sur 100 dits&#x202f;%1,&#x202f;%2 l’ont (VPP&#x202f;%3).</translation>
    </message>
    <message>
        <source>%1 alarms in 1,000 patients: %2 right, %3 missed.</source>
        <translation>%1 alertes pour 1&#x202f;000 patients&#x202f;:&#x202f;%2 justes,&#x202f;%3 manqués.</translation>
    </message>
    <message>
        <source>calling none is best</source>
        <translation>n’appeler personne vaut mieux</translation>
    </message>
    <message>
        <source>the model is best</source>
        <translation>le modèle vaut mieux</translation>
    </message>
    <message>
        <source>calling all is best</source>
        <translation>appeler tous vaut mieux</translation>
    </message>
    <message>
        <source>Net benefit in 1,000 patients: model %1, calling all %2, calling none 0: %3.</source>
        <translation>Bénéfice net pour 1&#x202f;000 patients&#x202f;: modèle&#x202f;%1, appeler tous&#x202f;%2, personne 0&#x202f;:&#x202f;%3.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ReadFirstPanel</name>
    <message>
        <source>You, before the model</source>
        <translation>Vous, avant le modèle</translation>
    </message>
    <message>
        <source>Table of this sitting</source>
        <translation>Tableau de la séance</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Certitude</translation>
    </message>
    <message>
        <source>Keys 5 to 9: 50 to 90 percent</source>
        <translation>Touches 5 à 9&#x202f;: 50 à 90 pour cent</translation>
    </message>
    <message>
        <source>Show what the model says</source>
        <translation>Montrer ce que dit le modèle</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Touche&#x202f;%1</translation>
    </message>
    <message>
        <source>%1 % sure</source>
        <translation>sûr à&#x202f;%1&#x202f;%</translation>
    </message>
    <message>
        <source>Having seen the model, I say:</source>
        <translation>Ayant vu le modèle, je dis&#x202f;:</translation>
    </message>
    <message>
        <source>Open a model or a folder with classes to read first.</source>
        <translation>Ouvrez un modèle ou un dossier avec des classes pour lire d’abord.</translation>
    </message>
    <message>
        <source>Read the film, then choose (keys 1, 2, …); B draws a box.</source>
        <translation>Lisez le cliché, puis choisissez (touches 1, 2, …)&#x202f;; B trace un cadre.</translation>
    </message>
    <message>
        <source>%1, one box</source>
        <translation>%1, un cadre</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ReaderPage</name>
    <message>
        <source>Drop a film here, or open one with Ctrl+Shift+O.</source>
        <translation>Déposez un cliché ici, ou ouvrez-en un avec Ctrl+Maj+O.</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>Clichés</translation>
    </message>
    <message>
        <source>What dragging does</source>
        <translation>Effet du glissement</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Déplacer</translation>
    </message>
    <message>
        <source>Fit the film</source>
        <translation>Ajuster le cliché</translation>
    </message>
    <message>
        <source>One to one</source>
        <translation>Taille réelle</translation>
    </message>
    <message>
        <source>Invert (I)</source>
        <translation>Inverser (I)</translation>
    </message>
    <message>
        <source>Reset the window (R)</source>
        <translation>Rétablir la fenêtre (R)</translation>
    </message>
    <message>
        <source>Open film…</source>
        <translation>Ouvrir un cliché…</translation>
    </message>
    <message>
        <source>Next film</source>
        <translation>Cliché suivant</translation>
    </message>
    <message>
        <source>Needs an open folder of films</source>
        <translation>Il faut un dossier de clichés ouvert</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Ouvrir un modèle</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Tous les fichiers</translation>
    </message>
    <message>
        <source>%1: called %2, %3</source>
        <translation>%1&#x202f;: dit&#x202f;%2,&#x202f;%3</translation>
    </message>
    <message>
        <source>uncover the film</source>
        <translation>découvrir le cliché</translation>
    </message>
    <message>
        <source>Next film (N, →)</source>
        <translation>Cliché suivant (N, →)</translation>
    </message>
    <message>
        <source>Classes are shown when you have answered</source>
        <translation>Les classes se montrent après votre réponse</translation>
    </message>
    <message>
        <source>film</source>
        <translation>cliché</translation>
    </message>
    <message>
        <source>About this film</source>
        <translation>À propos de ce cliché</translation>
    </message>
    <message>
        <source>Automatic window</source>
        <translation>Fenêtre automatique</translation>
    </message>
    <message>
        <source>Look-up table %1</source>
        <translation>Table&#x202f;%1</translation>
    </message>
    <message>
        <source>Whole range</source>
        <translation>Toute l’étendue</translation>
    </message>
    <message>
        <source>cover a part of the film</source>
        <translation>couvrir une partie du cliché</translation>
    </message>
    <message>
        <source>No marker letter was found on this film</source>
        <translation>Aucune lettre repère sur ce cliché</translation>
    </message>
    <message numerus="yes">
        <source>%n runs give %1 to %2.</source>
        <translation>
            <numerusform>%n essai donne&#x202f;%1 à&#x202f;%2.</numerusform>
            <numerusform>%n essais donnent&#x202f;%1 à&#x202f;%2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open another model beside it…</source>
        <translation>Ouvrir un autre modèle à côté…</translation>
    </message>
    <message>
        <source>Open a run folder</source>
        <translation>Ouvrir un dossier d’essai</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Table of all films</source>
        <translation>Tableau de tous les clichés</translation>
    </message>
    <message>
        <source>%1 · called %2 · score %3 · threshold %4</source>
        <translation>%1 · dit&#x202f;%2 · score&#x202f;%3 · seuil&#x202f;%4</translation>
    </message>
    <message>
        <source>Farther from the training films than %1 % of validation.</source>
        <translation>Plus loin des clichés d’apprentissage que&#x202f;%1&#x202f;% de la validation.</translation>
    </message>
    <message>
        <source>The map shows what moved this model’s score, not where the disease is.</source>
        <translation>La carte montre ce qui a fait le score de ce modèle, pas où est la maladie.</translation>
    </message>
    <message>
        <source>The film was exported</source>
        <translation>Le cliché est exporté</translation>
    </message>
    <message>
        <source>A table needs a model</source>
        <translation>Un tableau demande un modèle</translation>
    </message>
    <message numerus="yes">
        <source>Reading %n film(s) for the table</source>
        <translation>
            <numerusform>Lecture de&#x202f;%n cliché pour le tableau</numerusform>
            <numerusform>Lecture de&#x202f;%n clichés pour le tableau</numerusform>
        </translation>
    </message>
    <message>
        <source>The table was saved</source>
        <translation>Le tableau est enregistré</translation>
    </message>
    <message>
        <source>All films</source>
        <translation>Tous les clichés</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Couvrir</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Cadre</translation>
    </message>
    <message>
        <source>When the model speaks</source>
        <translation>Quand le modèle parle</translation>
    </message>
    <message>
        <source>Read first, then AI</source>
        <translation>Lire d’abord, puis l’IA</translation>
    </message>
    <message>
        <source>AI at once</source>
        <translation>IA tout de suite</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Côte à côte</translation>
    </message>
    <message>
        <source>Keeps this film, read by this or another run, beside the next ones (C)</source>
        <translation>Garde ce cliché, lu par cet essai ou un autre, à côté des suivants (C)</translation>
    </message>
    <message>
        <source>Stored windows of the DICOM film</source>
        <translation>Fenêtres enregistrées du cliché DICOM</translation>
    </message>
    <message>
        <source>Open films</source>
        <translation>Ouvrir des clichés</translation>
    </message>
    <message>
        <source>Most alike in training</source>
        <translation>Les plus proches à l’apprentissage</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ResultCard</name>
    <message>
        <source>Validation</source>
        <translation>Validation</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Confusion matrix, curves and films appear after the first epoch.</source>
        <translation>Matrice, courbes et clichés apparaissent après la première époque.</translation>
    </message>
    <message>
        <source>Test %1</source>
        <translation>Test %1</translation>
    </message>
    <message>
        <source>Needs a finished run</source>
        <translation>Il faut un essai terminé</translation>
    </message>
    <message>
        <source>The data set has no test films</source>
        <translation>Le jeu n’a pas de clichés de test</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Courbes</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groupes</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>name of a set of films, their number</comment>
        <translation>%1&#x202f;%2</translation>
    </message>
    <message>
        <source>There is no figure yet</source>
        <translation>Pas encore de figure</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>Matrice</translation>
    </message>
    <message>
        <source>A / B</source>
        <translation>A / B</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RunCard</name>
    <message>
        <source>%1 could not be trained</source>
        <translation>%1 n’a pas pu être entraîné</translation>
    </message>
    <message>
        <source>Run behind it</source>
        <translation>Essai derrière</translation>
    </message>
    <message>
        <source>behind it</source>
        <translation>derrière</translation>
    </message>
    <message>
        <source>Charts as tables (T)</source>
        <translation>Graphiques en tableaux (T)</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Perte</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitude</translation>
    </message>
    <message>
        <source>Nothing trained yet</source>
        <translation>Rien d’entraîné</translation>
    </message>
    <message>
        <source>Train run %1</source>
        <translation>Entraîner l’essai %1</translation>
    </message>
    <message>
        <source>No films yet</source>
        <translation>Pas encore de clichés</translation>
    </message>
    <message>
        <source>Open a folder with one sub-folder per class, then train. Nothing leaves this computer.</source>
        <translation>Ouvrez un dossier avec un sous-dossier par classe, puis entraînez. Rien ne quitte cet ordinateur.</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ouvrir un dossier…</translation>
    </message>
    <message>
        <source>The head trains in seconds: the frozen network looks at every film only once.</source>
        <translation>La tête s’entraîne en quelques secondes&#x202f;: le réseau gelé ne regarde chaque cliché qu’une fois.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entraînement</translation>
    </message>
    <message>
        <source>Stopped and kept</source>
        <translation>Arrêté et gardé</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>state, duration</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Préparation</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Mesure</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Arrêt</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>Annulation</translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation>époque %1 sur %2</translation>
    </message>
    <message>
        <source>by batch</source>
        <translation>par lot</translation>
    </message>
    <message>
        <source>train</source>
        <translation>entraînement</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>validation</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Look at this before you trust the figures</source>
        <translation>À regarder avant de se fier aux chiffres</translation>
    </message>
    <message>
        <source>1 edit since</source>
        <translation>1 modification depuis</translation>
    </message>
    <message>
        <source>%1 edits since</source>
        <translation>%1 modifications depuis</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>Reprendre…</translation>
    </message>
    <message>
        <source>Live · not kept</source>
        <translation>Direct · non gardé</translation>
    </message>
    <message>
        <source>Not in these curves: %1</source>
        <translation>Absent de ces courbes&#x202f;: %1</translation>
    </message>
    <message>
        <source>Take back: %1</source>
        <translation>Reprendre&#x202f;: %1</translation>
    </message>
    <message>
        <source>take back %1</source>
        <translation>reprendre %1</translation>
    </message>
    <message>
        <source>Take back all of it</source>
        <translation>Tout reprendre</translation>
    </message>
    <message>
        <source>settings of %1</source>
        <translation>réglages de %1</translation>
    </message>
    <message>
        <source>%1 seeds</source>
        <translation>%1 graines</translation>
    </message>
    <message>
        <source>Stress views: AUC %1 beside %2 on validation. For films from elsewhere it is the better forecast.</source>
        <translation>Vues difficiles : AUC %1, contre %2 en validation. Pour des clichés venus d’ailleurs, c’est la meilleure prévision.</translation>
    </message>
    <message>
        <source>%1 validation films, warped, with other tones, noise and pasted letters, as no training sees them. On films of another hospital this AUC ranked models far better (rank correlation 0.96) than plain validation did (0.82). %2 % of the decisions change.</source>
        <translation>%1 clichés de validation, déformés, avec d’autres tons, du bruit et des lettres collées, comme aucun entraînement ne les voit. Sur les clichés d’un autre hôpital, cette AUC a classé les modèles bien mieux (corrélation de rang 0,96) que la validation simple (0,82). %2 % des décisions changent.</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RunsLibrary</name>
    <message>
        <source>Run %1</source>
        <translation>Essai %1</translation>
    </message>
    <message>
        <source>rename %1</source>
        <translation>renommer %1</translation>
    </message>
    <message>
        <source>note of %1</source>
        <translation>note de %1</translation>
    </message>
    <message>
        <source>pin %1</source>
        <translation>épingler %1</translation>
    </message>
    <message>
        <source>unpin %1</source>
        <translation>désépingler %1</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>supprimer %1</translation>
    </message>
    <message numerus="yes">
        <source>delete %n run(s)</source>
        <translation>
            <numerusform>supprimer %n essai</numerusform>
            <numerusform>supprimer %n essais</numerusform>
        </translation>
    </message>
    <message>
        <source>In the bin: emptying it would free %1. Ctrl+Z brings the run back.</source>
        <translation>Dans la corbeille : la vider libérerait %1. Ctrl+Z rétablit l’essai.</translation>
    </message>
    <message>
        <source>%1 as the best run</source>
        <translation>%1 comme meilleur essai</translation>
    </message>
    <message>
        <source>Freed %1</source>
        <translation>%1 libérés</translation>
    </message>
    <message>
        <source>The files of this run are not on this computer</source>
        <translation>Les fichiers de cet essai ne sont pas sur cet ordinateur</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) imported, read only</source>
        <translation>
            <numerusform>%n essai importé, en lecture seule</numerusform>
            <numerusform>%n essais importés, en lecture seule</numerusform>
        </translation>
    </message>
    <message>
        <source>tags of %1</source>
        <translation>étiquettes de %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RunsModel</name>
    <message>
        <source>imported</source>
        <translation>importé</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>attend</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>envoyé</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>commencé</translation>
    </message>
    <message numerus="yes">
        <source>%n seed(s) of %1</source>
        <translation>
            <numerusform>%n graine de %1</numerusform>
            <numerusform>%n graines de %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Essai %1</translation>
    </message>
    <message>
        <source>Best: %1</source>
        <translation>Meilleur : %1</translation>
    </message>
    <message>
        <source>Chosen for the comparison below, at most four</source>
        <translation>Choisi pour la comparaison ci-dessous, quatre au plus</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Essai</translation>
    </message>
    <message>
        <source>Val. loss</source>
        <translation>Perte val.</translation>
    </message>
    <message>
        <source>Loss best</source>
        <translation>Perte min.</translation>
    </message>
    <message>
        <source>Loss last</source>
        <translation>Perte fin.</translation>
    </message>
    <message>
        <source>AUC best</source>
        <translation>AUC max.</translation>
    </message>
    <message>
        <source>AUC last</source>
        <translation>AUC fin.</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitude</translation>
    </message>
    <message>
        <source>Sens.</source>
        <translation>Sens.</translation>
    </message>
    <message>
        <source>Spec.</source>
        <translation>Spéc.</translation>
    </message>
    <message>
        <source>Best at</source>
        <translation>Meilleure</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Test AUC</source>
        <translation>AUC test</translation>
    </message>
    <message>
        <source>Tags: %1</source>
        <translation>Étiquettes : %1</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>hors ligne</translation>
    </message>
    <message>
        <source>sending…</source>
        <translation>envoi…</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RunsPage</name>
    <message>
        <source>Runs appear here</source>
        <translation>Les essais apparaissent ici</translation>
    </message>
    <message>
        <source>after the first training. Each one is kept with its settings, curves and weights.</source>
        <translation>après le premier entraînement. Chacun est gardé avec ses réglages, ses courbes et ses poids.</translation>
    </message>
    <message>
        <source>Go to the Lab</source>
        <translation>Aller au Labo</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Essais</translation>
    </message>
    <message>
        <source>Filter of the runs</source>
        <translation>Filtre des essais</translation>
    </message>
    <message>
        <source>Filter: lr &gt; 1e-4 pinned lecture</source>
        <translation>Filtre : lr &gt; 1e-4 pinned cours</translation>
    </message>
    <message>
        <source>Words of names, notes and tags; comparisons of settings and figures: auc &gt;= 0.99, epochs &lt; 10 (Ctrl+F)</source>
        <translation>Mots des noms, notes et étiquettes ; comparaisons de réglages et de chiffres : auc &gt;= 0.99, epochs &lt; 10 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation>Seulement ce qui diffère</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>Tous les réglages</translation>
    </message>
    <message>
        <source>Group seeds</source>
        <translation>Grouper les graines</translation>
    </message>
    <message>
        <source>Runs that differ in their seed alone become one row: mean ± deviation</source>
        <translation>Les essais qui ne diffèrent que par leur graine forment une ligne : moyenne ± écart type</translation>
    </message>
    <message>
        <source>MLflow server…</source>
        <translation>Serveur MLflow…</translation>
    </message>
    <message>
        <source>Best…</source>
        <translation>Meilleur…</translation>
    </message>
    <message>
        <source>Choose this run as the best one, for a written reason</source>
        <translation>Choisir cet essai comme le meilleur, pour une raison écrite</translation>
    </message>
    <message>
        <source>More about the run</source>
        <translation>Plus sur l’essai</translation>
    </message>
    <message>
        <source>Open in the Lab</source>
        <translation>Ouvrir dans le Labo</translation>
    </message>
    <message>
        <source>Train again with these settings</source>
        <translation>Réentraîner avec ces réglages</translation>
    </message>
    <message>
        <source>Pin or unpin</source>
        <translation>Épingler ou désépingler</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Note…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Copy as notebook text</source>
        <translation>Copier comme texte de notebook</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Copier comme commande</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Folder with card and examples…</source>
        <translation>Dossier avec fiche et exemples…</translation>
    </message>
    <message>
        <source>Model card…</source>
        <translation>Fiche du modèle…</translation>
    </message>
    <message>
        <source>Empty the bin…</source>
        <translation>Vider la corbeille…</translation>
    </message>
    <message>
        <source>Empty the bin?</source>
        <translation>Vider la corbeille ?</translation>
    </message>
    <message>
        <source>Deleted runs are gone for good. This frees %1.</source>
        <translation>Les essais supprimés sont perdus pour de bon. Cela libère %1.</translation>
    </message>
    <message>
        <source>Empty the bin</source>
        <translation>Vider la corbeille</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Les garder</translation>
    </message>
    <message>
        <source>Stop sending</source>
        <translation>Arrêter l’envoi</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>Send what waits to %1</source>
        <translation>Envoyer ce qui attend à %1</translation>
    </message>
    <message>
        <source>Choose a server; nothing leaves this computer before</source>
        <translation>Choisir un serveur ; rien ne quitte cet ordinateur avant</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n choisi</numerusform>
            <numerusform>%n choisis</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a run first</source>
        <translation>Choisissez d’abord un essai</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Note of %1:</source>
        <translation>Note de %1 :</translation>
    </message>
    <message>
        <source>The notebook&apos;s text is on the clipboard</source>
        <translation>Le texte du notebook est dans le presse-papiers</translation>
    </message>
    <message>
        <source>The command is on the clipboard</source>
        <translation>La commande est dans le presse-papiers</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>Exporter %1</translation>
    </message>
    <message>
        <source>Choose as the best run…</source>
        <translation>Choisir comme meilleur essai…</translation>
    </message>
    <message>
        <source>Calls at a threshold of 50 %, on the validation films</source>
        <translation>Décisions au seuil de 50 %, sur les clichés de validation</translation>
    </message>
    <message>
        <source>Validation, 50 %</source>
        <translation>Validation, 50 %</translation>
    </message>
    <message>
        <source>Import an mlflow.db</source>
        <translation>Importer un mlflow.db</translation>
    </message>
    <message>
        <source>Import an mlruns folder</source>
        <translation>Importer un dossier mlruns</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exporté</translation>
    </message>
    <message>
        <source>Table as CSV</source>
        <translation>Tableau en CSV</translation>
    </message>
    <message>
        <source>Choose two runs first</source>
        <translation>Choisissez d’abord deux essais</translation>
    </message>
    <message>
        <source>Tags of %1, separated by commas:</source>
        <translation>Étiquettes de %1, séparées par des virgules :</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>The runs cannot be read</source>
        <translation>Les essais ne peuvent pas être lus</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validation</translation>
    </message>
    <message>
        <source>No run has a metric yet</source>
        <translation>Aucun essai n’a encore de mesure</translation>
    </message>
    <message>
        <source>Import an mlflow.db…</source>
        <translation>Importer un mlflow.db…</translation>
    </message>
    <message>
        <source>Import an mlruns folder…</source>
        <translation>Importer un dossier mlruns…</translation>
    </message>
    <message>
        <source>Send to MLflow again</source>
        <translation>Renvoyer à MLflow</translation>
    </message>
    <message>
        <source>Table as CSV…</source>
        <translation>Tableau en CSV…</translation>
    </message>
    <message>
        <source>Report beside the pinned runs…</source>
        <translation>Rapport à côté des essais épinglés…</translation>
    </message>
    <message>
        <source>Weights (safetensors)…</source>
        <translation>Poids (safetensors)…</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Étiquettes…</translation>
    </message>
    <message>
        <source>Compare film by film</source>
        <translation>Comparer cliché par cliché</translation>
    </message>
    <message>
        <source>Open both chosen runs in the Lab</source>
        <translation>Ouvrir les deux essais choisis au Labo</translation>
    </message>
    <message>
        <source>Columns: best, lowest, last of any metric</source>
        <translation>Colonnes : meilleure, minimum, dernière de toute mesure</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ScoreBar</name>
    <message>
        <source>Score %1, threshold %2</source>
        <translation>Score %1, seuil %2</translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation>seuil %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ScoreHistogram</name>
    <message>
        <source>Threshold %1 percent</source>
        <translation>Seuil %1 pour cent</translation>
    </message>
    <message>
        <source>%1 of %2 %3 and %4 of %5 %6 score at or above it; arrow keys move it</source>
        <translation>%1 sur %2 %3 et %4 sur %5 %6 ont ce score ou plus&#x202f;; les flèches le déplacent</translation>
    </message>
    <message>
        <source>Scores from %1 to %2: %3 %4 and %5 %6 films</source>
        <translation>Scores de&#x202f;%1 à&#x202f;%2&#x202f;:&#x202f;%3&#x202f;%4 et&#x202f;%5&#x202f;%6</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SealedPanel</name>
    <message>
        <source>Each look makes the number a little less honest, so looks are counted and printed in the report.</source>
        <translation>Chaque regard rend le nombre un peu moins honnête&#x202f;: les regards sont comptés et imprimés dans le rapport.</translation>
    </message>
    <message>
        <source>My guess for accuracy, in percent</source>
        <translation>Mon pari pour l’exactitude, en pour cent</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Seuil</translation>
    </message>
    <message>
        <source>Looks so far</source>
        <translation>Regards jusqu’ici</translation>
    </message>
    <message>
        <source>My guess for accuracy, %</source>
        <translation>Mon pari pour l’exactitude, %</translation>
    </message>
    <message>
        <source>Keep sealed</source>
        <translation>Laisser scellé</translation>
    </message>
    <message>
        <source>Open the test set for %1?</source>
        <translation>Ouvrir le jeu de test pour %1&#x202f;?</translation>
    </message>
    <message>
        <source>%1 %, fixed on validation</source>
        <translation>%1&#x202f;%, fixé sur la validation</translation>
    </message>
    <message>
        <source>Open, look %1</source>
        <translation>Ouvrir, regard %1</translation>
    </message>
    <message>
        <source>Open the test set</source>
        <translation>Ouvrir le jeu de test</translation>
    </message>
    <message>
        <source>%1, by this run %2</source>
        <translation>%1, par cet essai&#x202f;%2</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SearchPage</name>
    <message>
        <source>No trial could be trained</source>
        <translation>Aucun essai n’a pu être entraîné</translation>
    </message>
    <message>
        <source>Search space</source>
        <translation>Espace de recherche</translation>
    </message>
    <message>
        <source>Open a space file…</source>
        <translation>Ouvrir un fichier d’espace…</translation>
    </message>
    <message>
        <source>Challenge the shown run</source>
        <translation>Défier la course affichée</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>But</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Perte</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitude</translation>
    </message>
    <message>
        <source>Goal (validation)</source>
        <translation>But (validation)</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>Model-based</source>
        <translation>Par modèle</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Aléatoire</translation>
    </message>
    <message>
        <source>Even (Sobol)</source>
        <translation>Régulière (Sobol)</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Grille</translation>
    </message>
    <message>
        <source>Early stop</source>
        <translation>Arrêt précoce</translation>
    </message>
    <message>
        <source>Successive halving</source>
        <translation>Divisions successives</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Médiane</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>Essais</translation>
    </message>
    <message>
        <source>Finalists</source>
        <translation>Finalistes</translation>
    </message>
    <message>
        <source>Seeds of each finalist</source>
        <translation>Graines de chaque finaliste</translation>
    </message>
    <message>
        <source>× seeds</source>
        <translation>× graines</translation>
    </message>
    <message>
        <source>Start the search</source>
        <translation>Lancer la recherche</translation>
    </message>
    <message>
        <source>Start, or pause after the running trials (F5)</source>
        <translation>Lancer, ou mettre en pause après les essais en cours (F5)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Go on with the last search, up to the number of trials above</source>
        <translation>Continuer la dernière recherche, jusqu’au nombre d’essais ci-dessus</translation>
    </message>
    <message>
        <source>Stop &amp;&amp; keep</source>
        <translation>Arrêter &amp;&amp; garder</translation>
    </message>
    <message>
        <source>Stop now; finished trials are kept</source>
        <translation>Arrêter maintenant ; les essais terminés sont gardés</translation>
    </message>
    <message>
        <source>Leaderboard</source>
        <translation>Classement</translation>
    </message>
    <message>
        <source>Open in the Lab</source>
        <translation>Ouvrir au Labo</translation>
    </message>
    <message>
        <source>Show the chosen trial&apos;s run on all pages (Enter)</source>
        <translation>Afficher la course de l’essai choisi sur toutes les pages (Entrée)</translation>
    </message>
    <message>
        <source>Trials, best first</source>
        <translation>Essais, le meilleur d’abord</translation>
    </message>
    <message>
        <source>Learning curves</source>
        <translation>Courbes d’apprentissage</translation>
    </message>
    <message>
        <source>What the good ones share</source>
        <translation>Ce que les bons ont en commun</translation>
    </message>
    <message>
        <source>What mattered</source>
        <translation>Ce qui a compté</translation>
    </message>
    <message>
        <source>The winner of many tries looks better than it is.</source>
        <translation>Le gagnant de nombreux essais paraît meilleur qu’il n’est.</translation>
    </message>
    <message>
        <source>So the best few are trained again with new seeds, the run they challenge with the same seeds, and the mean decides. Only validation films are looked at, never the test films.</source>
        <translation>Les meilleurs sont donc réentraînés avec de nouvelles graines, la course défiée avec les mêmes, et la moyenne décide. Seuls les clichés de validation sont regardés, jamais ceux de test.</translation>
    </message>
    <message numerus="yes">
        <source>%n trials kept</source>
        <translation>
            <numerusform>%n essai gardé</numerusform>
            <numerusform>%n essais gardés</numerusform>
        </translation>
    </message>
    <message>
        <source>Some combinations are left out: %1</source>
        <translation>Certaines combinaisons sont écartées : %1</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n terminé</numerusform>
            <numerusform>%n terminés</numerusform>
        </translation>
    </message>
    <message>
        <source>Open a space file</source>
        <translation>Ouvrir un fichier d’espace</translation>
    </message>
    <message>
        <source>Space (*.json)</source>
        <translation>Espace (*.json)</translation>
    </message>
    <message>
        <source>The file does not describe a search</source>
        <translation>Le fichier ne décrit pas une recherche</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Recherche</translation>
    </message>
    <message>
        <source>trial %1 of %2</source>
        <translation>essai %1 sur %2</translation>
    </message>
    <message>
        <source>finalists over %1 seeds</source>
        <translation>finalistes sur %1 graines</translation>
    </message>
    <message>
        <source>%1 s passed</source>
        <translation>%1 s écoulées</translation>
    </message>
    <message>
        <source>The search ended with an error</source>
        <translation>La recherche s’est terminée par une erreur</translation>
    </message>
    <message numerus="yes">
        <source>Search: %n trials · saved</source>
        <translation>
            <numerusform>Recherche : %n essai · enregistré</numerusform>
            <numerusform>Recherche : %n essais · enregistrés</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: what was tried is kept</source>
        <translation>Arrêté : ce qui a été essayé est gardé</translation>
    </message>
    <message>
        <source>“Go on” continues with the next trial.</source>
        <translation>« Continuer » reprend à l’essai suivant.</translation>
    </message>
    <message>
        <source>Trial %1 is better than the run it challenged, beyond the spread of the seeds</source>
        <translation>L’essai %1 dépasse la course défiée, au-delà de la dispersion des graines</translation>
    </message>
    <message>
        <source>Trial %1 is not better than the run it challenged, beyond the spread of the seeds</source>
        <translation>L’essai %1 ne dépasse pas la course défiée, au-delà de la dispersion des graines</translation>
    </message>
    <message>
        <source>Mean over %1 new seeds: %2; the challenged run: %3. In the search the winner had %4: the best of many tries looks better than it is. Test films were not looked at.</source>
        <translation>Moyenne de %1 nouvelles graines : %2 ; la course défiée : %3. Pendant la recherche le meilleur avait %4 : le meilleur de nombreux essais paraît meilleur qu’il n’est. Les clichés de test n’ont pas été regardés.</translation>
    </message>
    <message>
        <source>This trial left no run behind</source>
        <translation>Cet essai n’a laissé aucune course</translation>
    </message>
    <message>
        <source>Best so far</source>
        <translation>Le meilleur jusqu'ici</translation>
    </message>
    <message>
        <source>Log loss</source>
        <translation>Perte logarithmique</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Exactitude équilibrée</translation>
    </message>
    <message>
        <source>Loss that is trained</source>
        <translation>Perte entraînée</translation>
    </message>
    <message>
        <source>the challenged run over %1 seeds</source>
        <translation>l'essai défié sur %1 graines</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ServerDialog</name>
    <message>
        <source>MLflow server</source>
        <translation>Serveur MLflow</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>empty = without a login</source>
        <translation>vide = sans identification</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <source>unchanged when empty</source>
        <translation>inchangé si vide</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Expérience</translation>
    </message>
    <message>
        <source>Certificate file</source>
        <translation>Fichier de certificat</translation>
    </message>
    <message>
        <source>empty = the system&apos;s authorities</source>
        <translation>vide = les autorités du système</translation>
    </message>
    <message>
        <source>Sent: settings, curves, figures, matrices, the model. Never: films, file names, folders, patients, notes.</source>
        <translation>Envoyés : réglages, courbes, chiffres, matrices, le modèle. Jamais : clichés, noms de fichiers, dossiers, patients, notes.</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Tester la connexion</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Give an address first</source>
        <translation>Donnez d’abord une adresse</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Demande en cours…</translation>
    </message>
    <message>
        <source>Show runs while they train; send each one when it has ended</source>
        <translation>Montrer les essais pendant l’entraînement ; envoyer chacun à sa fin</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SessionDialog</name>
    <message>
        <source>This sitting</source>
        <translation>Cette séance</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Vous</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>You, after the model</source>
        <translation>Vous, après le modèle</translation>
    </message>
    <message>
        <source>Sensitivity and specificity</source>
        <translation>Sensibilité et spécificité</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Cliché</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Étiquette</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Certitude</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Films of this sitting</source>
        <translation>Clichés de cette séance</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Enregistrer en CSV…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) read, %1 with a known label. </source>
        <translation>
            <numerusform>%n cliché lu, dont&#x202f;%1 d’étiquette connue. </numerusform>
            <numerusform>%n clichés lus, dont&#x202f;%1 d’étiquette connue. </numerusform>
        </translation>
    </message>
    <message>
        <source>After seeing the model you changed your mind %1 times for the better and %2 times for the worse.</source>
        <translation>Après avoir vu le modèle, vous avez changé d’avis&#x202f;%1 fois en mieux et&#x202f;%2 fois en moins bien.</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensibilité</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Spécificité</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Enregistrer en CSV</translation>
    </message>
    <message>
        <source>The file was not saved: %1</source>
        <translation>Le fichier n’a pas été enregistré&#x202f;:&#x202f;%1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SettingsPanel</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Default %1</source>
        <translation>Par défaut %1</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>Couche %1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SpaceEditor</name>
    <message>
        <source>Settings that may vary</source>
        <translation>Réglages qui peuvent varier</translation>
    </message>
    <message>
        <source>Switch on what may vary. Values: 1e-4 – 1e-2 log, 32 – 256, or a list: avg, max</source>
        <translation>Cochez ce qui peut varier. Valeurs : 1e-4 – 1e-2 log, 32 – 256, ou une liste : avg, max</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Réglage</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Taux d’apprentissage</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Perte</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>Agrégation</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Optimiseur</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Décroissance des poids</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Taille de lot</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Époques</translation>
    </message>
    <message>
        <source>%1: units</source>
        <translation>%1 : unités</translation>
    </message>
    <message>
        <source>%1: rate</source>
        <translation>%1 : taux</translation>
    </message>
    <message>
        <source>%1: there or not</source>
        <translation>%1 : présente ou non</translation>
    </message>
    <message>
        <source>yes, no</source>
        <translation>oui, non</translation>
    </message>
    <message>
        <source>Standardized features</source>
        <translation>Caractéristiques standardisées</translation>
    </message>
    <message>
        <source>Balance the classes</source>
        <translation>Équilibrer les classes</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Évolution du pas</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SplitBars</name>
    <message>
        <source>%1: %2 films of %3 patients</source>
        <translation>%1&#x202f;: %2 clichés de %3 patients</translation>
    </message>
    <message>
        <source>Films per split</source>
        <translation>Clichés par part</translation>
    </message>
    <message>
        <source>films</source>
        <translation>clichés</translation>
    </message>
    <message>
        <source>patients</source>
        <translation>patients</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>positifs</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SplitCard</name>
    <message>
        <source>Split</source>
        <translation>Répartition</translation>
    </message>
    <message>
        <source>Split again…</source>
        <translation>Répartir encore…</translation>
    </message>
    <message>
        <source>by folder</source>
        <translation>par dossier</translation>
    </message>
    <message>
        <source>by patient</source>
        <translation>par patient</translation>
    </message>
    <message>
        <source>no patient in two splits</source>
        <translation>aucun patient dans deux parts</translation>
    </message>
    <message numerus="yes">
        <source>%n films in two splits</source>
        <translation>
            <numerusform>%n cliché dans deux parts</numerusform>
            <numerusform>%n clichés dans deux parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patients in two splits</source>
        <translation>
            <numerusform>%n patient dans deux parts</numerusform>
            <numerusform>%n patients dans deux parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n identical copies</source>
        <translation>
            <numerusform>%n copie identique</numerusform>
            <numerusform>%n copies identiques</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::SplitDialog</name>
    <message>
        <source>split by patient</source>
        <translation>répartir par patient</translation>
    </message>
    <message>
        <source>Split again</source>
        <translation>Répartir encore</translation>
    </message>
    <message>
        <source>All films of one patient stay together, so the network cannot recognise a patient it has seen. Class and kind keep their shares; identical films stay together.</source>
        <translation>Tous les clichés d’un patient restent ensemble&#x202f;: le réseau ne peut pas reconnaître un patient déjà vu. Classe et type gardent leurs parts&#x202f;; les clichés identiques restent ensemble.</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validation</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <source>Keep the split</source>
        <translation>Garder la répartition</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Répartition</translation>
    </message>
    <message>
        <source>leave 20 % or more for training</source>
        <translation>laissez 20&#x202f;% ou plus pour l’entraînement</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::Toast</name>
    <message>
        <source>Do what the message offers</source>
        <translation>Faire ce que propose le message</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::TrainPanel</name>
    <message>
        <source>Stop &amp;&amp; keep</source>
        <translation>Arrêter et garder</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Ends after this batch, measures and keeps the run (Ctrl+.)</source>
        <translation>Finit ce lot, mesure et garde l’essai (Ctrl+.)</translation>
    </message>
    <message>
        <source>Ends at once and keeps nothing (Ctrl+Shift+.)</source>
        <translation>S’arrête tout de suite et ne garde rien (Ctrl+Maj+.)</translation>
    </message>
    <message>
        <source>Stopping after this batch…</source>
        <translation>Arrêt après ce lot…</translation>
    </message>
    <message>
        <source>Run %1 is a snapshot. Your edits apply to run %2.</source>
        <translation>L’essai %1 est figé. Vos modifications valent pour le %2.</translation>
    </message>
    <message>
        <source>Train run %1</source>
        <translation>Entraîner l’essai %1</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Direct</translation>
    </message>
    <message>
        <source>Live: every edit of head, optimizer, learning rate, loss, class balance or seed trains again at once (Ctrl+L)</source>
        <translation>Direct&#x202f;: chaque modification de la tête, de l’optimiseur, du taux d’apprentissage, de la perte, de l’équilibre des classes ou de la graine entraîne aussitôt (Ctrl+L)</translation>
    </message>
    <message>
        <source>Keep as run %1</source>
        <translation>Garder comme essai %1</translation>
    </message>
    <message>
        <source>Writes this result into the list of runs (Ctrl+S)</source>
        <translation>Inscrit ce résultat dans la liste des essais (Ctrl+S)</translation>
    </message>
    <message>
        <source>Live: training…</source>
        <translation>Direct&#x202f;: entraînement…</translation>
    </message>
    <message>
        <source>Live: %1 s from the edit to this result</source>
        <translation>Direct&#x202f;: %1 s de la modification au résultat</translation>
    </message>
    <message>
        <source>Live: waits for your next edit</source>
        <translation>Direct&#x202f;: attend votre prochaine modification</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::TrainingForm</name>
    <message>
        <source>Training</source>
        <translation>Entraînement</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>All fields of this card back to their defaults</source>
        <translation>Tous les champs de cette carte à leur défaut</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>More settings: schedule, weight decay, early stopping, augmentation…</source>
        <translation>Autres réglages&#x202f;: calendrier, décroissance, arrêt précoce, augmentation…</translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changé</numerusform>
            <numerusform>%n changés</numerusform>
        </translation>
    </message>
    <message>
        <source>reset the training settings</source>
        <translation>rétablir les réglages d’entraînement</translation>
    </message>
    <message>
        <source>1 seed</source>
        <translation>1 graine</translation>
    </message>
    <message>
        <source>%1 seeds</source>
        <translation>%1 graines</translation>
    </message>
    <message>
        <source>Trains the same configuration again with the seeds that follow: how much of a difference is only luck?</source>
        <translation>Entraîne la même configuration avec les graines suivantes&#x202f;: quelle part d’une différence n’est que de la chance&#x202f;?</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>Répéter</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::TrialModel</name>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>%1, stopped</source>
        <translation>%1, arrêté</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Essai</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Époques</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ValueEditor</name>
    <message>
        <source>Off</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>Mild</source>
        <translation>Légère</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Forte</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>Poids des classes</translation>
    </message>
    <message>
        <source>Oversample</source>
        <translation>Suréchantillonner</translation>
    </message>
    <message>
        <source>Undersample</source>
        <translation>Sous-échantillonner</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Fichier…</translation>
    </message>
    <message>
        <source>Weights of the backbone</source>
        <translation>Poids du réseau de base</translation>
    </message>
    <message>
        <source>Weights (*.h5 *.keras *.safetensors model.json);;All files (*)</source>
        <translation>Poids (*.h5 *.keras *.safetensors model.json);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Personnalisé</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RunTile</name>
    <message>
        <source>today %1</source>
        <translation>aujourd’hui %1</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>Open %1 in the Lab</source>
        <translation>Ouvrir %1 dans le labo</translation>
    </message>
    <message>
        <source>AUC %1</source>
        <translation>AUC %1</translation>
    </message>
    <message>
        <source>spec. %1 %</source>
        <translation>spéc. %1 %</translation>
    </message>
    <message>
        <source>no epoch</source>
        <translation>aucune époque</translation>
    </message>
    <message>
        <source>no scores here</source>
        <translation>pas de scores ici</translation>
    </message>
    <message>
        <source>%1 classes</source>
        <translation>%1 classes</translation>
    </message>
    <message>
        <source>best</source>
        <translation>meilleur</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>gelé</translation>
    </message>
    <message>
        <source>%1 pooling</source>
        <translation>pooling %1</translation>
    </message>
</context>
<context>
    <name>RunValues</name>
    <message>
        <source>Epochs trained</source>
        <translation>Époques entraînées</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Secondes</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1 : %2</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Taux d’apprentissage</translation>
    </message>
    <message>
        <source>Specificity, validation</source>
        <translation>Spécificité, validation</translation>
    </message>
    <message>
        <source>Sensitivity, validation</source>
        <translation>Sensibilité, validation</translation>
    </message>
    <message>
        <source>AUC, validation</source>
        <translation>AUC, validation</translation>
    </message>
    <message>
        <source>Accuracy, validation</source>
        <translation>Exactitude, validation</translation>
    </message>
    <message>
        <source>Loss, validation</source>
        <translation>Perte, validation</translation>
    </message>
    <message>
        <source>AUC, training</source>
        <translation>AUC, entraînement</translation>
    </message>
    <message>
        <source>Accuracy, training</source>
        <translation>Exactitude, entraînement</translation>
    </message>
    <message>
        <source>Loss, training</source>
        <translation>Perte, entraînement</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>Couche %1 : %2</translation>
    </message>
    <message>
        <source>off</source>
        <translation>non</translation>
    </message>
    <message>
        <source>on</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>last</source>
        <translation>dernière</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>maximum</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>minimum</translation>
    </message>
    <message>
        <source>best</source>
        <translation>meilleure</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::MlflowLink</name>
    <message numerus="yes">
        <source>%n run(s) are on the server</source>
        <translation>
            <numerusform>%n essai est sur le serveur</numerusform>
            <numerusform>%n essais sont sur le serveur</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped; what was sent stays</source>
        <translation>Arrêté ; ce qui est envoyé reste</translation>
    </message>
    <message numerus="yes">
        <source>MLflow: live, %n epoch(s)</source>
        <translation>
            <numerusform>MLflow : en direct, %n époque</numerusform>
            <numerusform>MLflow : en direct, %n époques</numerusform>
        </translation>
    </message>
    <message>
        <source>MLflow: the training goes on without it</source>
        <translation>MLflow : l’entraînement continue sans lui</translation>
    </message>
    <message>
        <source>MLflow: everything is there</source>
        <translation>MLflow : tout y est</translation>
    </message>
    <message numerus="yes">
        <source>MLflow: %n run(s) waiting</source>
        <translation>
            <numerusform>MLflow : %n essai en attente</numerusform>
            <numerusform>MLflow : %n essais en attente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>MLflow: %n run(s) waiting, the last attempt failed</source>
        <translation>
            <numerusform>MLflow : %n essai en attente, le dernier envoi a échoué</numerusform>
            <numerusform>MLflow : %n essais en attente, le dernier envoi a échoué</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>MLflow: %n run(s) waiting, tried again by itself</source>
        <translation>
            <numerusform>MLflow : %n essai en attente, nouvel envoi tout seul</numerusform>
            <numerusform>MLflow : %n essais en attente, nouvel envoi tout seul</numerusform>
        </translation>
    </message>
    <message>
        <source>MLflow: %1</source>
        <translation>MLflow : %1</translation>
    </message>
    <message>
        <source>Sending runs to MLflow…</source>
        <translation>Envoi des essais à MLflow…</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>MLflow %1 answers and lets you in</source>
        <translation>MLflow %1 répond et vous laisse entrer</translation>
    </message>
    <message>
        <source>There is no key chain here: the password is known until the program ends</source>
        <translation>Il n’y a pas de trousseau ici : le mot de passe reste connu jusqu’à la fin du programme</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::ParallelAxes</name>
    <message>
        <source>%1 of %2 lines inside the kept ranges</source>
        <translation>%1 lignes sur %2 dans les intervalles gardés</translation>
    </message>
    <message>
        <source>Drag along an axis to keep a range; click it to let go</source>
        <translation>Faites glisser le long d’un axe pour garder un intervalle ; cliquez dessus pour le lâcher</translation>
    </message>
    <message>
        <source>Parallel coordinates</source>
        <translation>Coordonnées parallèles</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::PromoteDialog</name>
    <message>
        <source>Alias</source>
        <translation>Alias</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Nom du modèle</translation>
    </message>
    <message>
        <source>Choose an MLflow server first</source>
        <translation>Choisissez d’abord un serveur MLflow</translation>
    </message>
    <message>
        <source>Register the model on the server</source>
        <translation>Enregistrer le modèle sur le serveur</translation>
    </message>
    <message>
        <source>Choose as best</source>
        <translation>Choisir comme meilleur</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Take the choice back</source>
        <translation>Reprendre ce choix</translation>
    </message>
    <message>
        <source>Reason, in your words</source>
        <translation>Raison, dans vos mots</translation>
    </message>
    <message>
        <source>Criterion</source>
        <translation>Critère</translation>
    </message>
    <message>
        <source>Best run: %1</source>
        <translation>Meilleur essai : %1</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RunsCharts</name>
    <message>
        <source>%1 of %2 runs inside the kept ranges</source>
        <translation>%1 essais sur %2 dans les intervalles gardés</translation>
    </message>
    <message>
        <source>No setting differs between these runs</source>
        <translation>Aucun réglage ne diffère entre ces essais</translation>
    </message>
    <message>
        <source>No run has both</source>
        <translation>Aucun essai n’a les deux</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Essai</translation>
    </message>
    <message>
        <source>Chosen runs</source>
        <translation>Essais choisis</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Essais</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 selon %2</translation>
    </message>
    <message>
        <source>There is nothing to draw yet</source>
        <translation>Il n’y a encore rien à dessiner</translation>
    </message>
    <message>
        <source>against</source>
        <translation>selon</translation>
    </message>
    <message>
        <source>To the right</source>
        <translation>Vers la droite</translation>
    </message>
    <message>
        <source>Upwards</source>
        <translation>Vers le haut</translation>
    </message>
    <message>
        <source>One line per run will appear here, through every setting that differs</source>
        <translation>Une ligne par essai apparaîtra ici, à travers chaque réglage qui diffère</translation>
    </message>
    <message>
        <source>Parallel coordinates of the runs</source>
        <translation>Coordonnées parallèles des essais</translation>
    </message>
    <message>
        <source>Result of the last axis; dark lines are better</source>
        <translation>Résultat du dernier axe ; les lignes foncées sont meilleures</translation>
    </message>
    <message>
        <source>Result of the last axis</source>
        <translation>Résultat du dernier axe</translation>
    </message>
    <message>
        <source>Parallel</source>
        <translation>Parallèles</translation>
    </message>
    <message>
        <source>Scatter</source>
        <translation>Nuage</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Courbes</translation>
    </message>
    <message>
        <source>View of the runs</source>
        <translation>Vue des essais</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitude</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Perte</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>Courbe</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::RunsCompare</name>
    <message>
        <source>Choose two runs in the table to compare them film by film.</source>
        <translation>Choisissez deux essais dans le tableau pour les comparer cliché par cliché.</translation>
    </message>
    <message>
        <source>Choose a second run to see what changed between the two: films, figures, and whether it is more than chance.</source>
        <translation>Choisissez un second essai pour voir ce qui change entre les deux : clichés, chiffres, et si c’est plus que le hasard.</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Film by film</source>
        <translation>Cliché par cliché</translation>
    </message>
    <message>
        <source>Matrices</source>
        <translation>Matrices</translation>
    </message>
    <message>
        <source>View of the chosen runs</source>
        <translation>Vue des essais choisis</translation>
    </message>
</context>
<context>
    <name>negatoscope::ui::BestSoFar</name>
    <message>
        <source>Best so far against the challenged run</source>
        <translation>Le meilleur jusqu'ici face à l'essai défié</translation>
    </message>
    <message>
        <source>Line: the best trial so far, one seed. Band: the challenged run, mean over its seeds and 95 % interval</source>
        <translation>Ligne : le meilleur essai jusqu'ici, une graine. Bande : l'essai défié, moyenne de ses graines et intervalle à 95 %</translation>
    </message>
    <message>
        <source>Best %1 after %2 trials</source>
        <translation>Meilleur %1 après %2 essais</translation>
    </message>
    <message>
        <source>The challenged run is trained first</source>
        <translation>L'essai défié est entraîné d'abord</translation>
    </message>
    <message numerus="yes">
        <source>%n trials</source>
        <translation>
            <numerusform>%n essai</numerusform>
            <numerusform>%n essais</numerusform>
        </translation>
    </message>
</context>
</TS>
