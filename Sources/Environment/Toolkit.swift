import Datasets
import Images
import Layers
import Optimizers
import Tensors

/// The six parts that every training run has.
public struct Toolkit {
    /// Pictures and their labels.
    public let dataset: any ImageDataset
    /// What happens to a picture before the model sees it.
    public let transforms: Transforms
    /// Makes batches of the transformed pictures.
    public let loader: DataLoader
    /// Maps a batch of pictures to a row of logits for each.
    public let model: Module
    /// How bad the logits are, given the class index of each row: one number.
    public let loss: (_ logits: Tensor, _ labels: [Int]) -> Tensor
    /// Changes the model's parameters along their gradients.
    public let optimizer: Optimizer

    /// The parts, put together.
    public init(
        dataset: any ImageDataset, transforms: Transforms, loader: DataLoader, model: Module,
        loss: @escaping (_ logits: Tensor, _ labels: [Int]) -> Tensor, optimizer: Optimizer
    ) {
        self.dataset = dataset
        self.transforms = transforms
        self.loader = loader
        self.model = model
        self.loss = loss
        self.optimizer = optimizer
    }
}
