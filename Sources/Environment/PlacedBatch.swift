import Tensors

/// A batch of samples that lies on a device; at first on the CPU.
public struct PlacedBatch {
    /// `[count, features]`
    public let inputs: Tensor
    /// The class of each sample.
    public let labels: [Int]
    /// Where it lies.
    public let device: Device

    /// A batch on the CPU, where loaders make them.
    public init(inputs: Tensor, labels: [Int]) { self.init(inputs: inputs, labels: labels, device: .cpu) }

    private init(inputs: Tensor, labels: [Int], device: Device) {
        self.inputs = inputs
        self.labels = labels
        self.device = device
    }

    /// A copy on `device`. The batch itself stays where it is.
    public func moved(to device: Device) -> PlacedBatch {
        PlacedBatch(inputs: inputs, labels: labels, device: device)
    }
}
