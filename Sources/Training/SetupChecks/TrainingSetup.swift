import Datasets
import Layers
import Models
import Optimizers
import Tensors

/// What a model is about to be trained with, for ``SetupCheck`` and ``SetupProbe``. Tell what there is; rules that need
/// more stay silent.
public struct TrainingSetup {
    /// The model, frozen and with its new head, as training will find it.
    public var model: Module
    /// What will change it. Where several optimizers share the model, leave it out.
    public var optimizer: Optimizer?
    /// The batches to learn from.
    public var training: DataLoader?
    /// The batches to choose by.
    public var validation: DataLoader?
    /// The images to measure the final model on.
    public var test: (any ImageDataset)?
    /// How often the training images will be seen.
    public var epochs: Int?
    /// What multiplies the rates, counted in steps from the beginning of the run.
    public var schedule: (any Schedule)?
    /// What the pretrained weights expect of images. It says, too, that there are pretrained weights.
    public var preset: Preset?
    /// What the range test found.
    public var rateCurve: LearningRateCurve?
    /// What is to become small. It is tried on logits that were made up, so it must depend on logits and labels alone.
    public var loss: ((Tensor, [Int]) -> Tensor)?

    /// A set-up of which so much is known.
    public init(
        _ model: Module, optimizer: Optimizer? = nil, training: DataLoader? = nil, validation: DataLoader? = nil,
        test: (any ImageDataset)? = nil, epochs: Int? = nil, schedule: (any Schedule)? = nil, preset: Preset? = nil,
        rateCurve: LearningRateCurve? = nil, loss: ((Tensor, [Int]) -> Tensor)? = nil
    ) {
        self.model = model
        self.optimizer = optimizer
        self.training = training
        self.validation = validation
        self.test = test
        self.epochs = epochs
        self.schedule = schedule
        self.preset = preset
        self.rateCurve = rateCurve
        self.loss = loss
    }
}
