import Layers
import Tensors

/// A linear classifier that lies on a device; at first on the CPU.
public final class PlacedModel {
    /// Where it lies.
    public private(set) var device = Device.cpu
    private var linear: Linear

    /// A classifier with random weights.
    public init(features: Int, classes: Int) { linear = Linear(features, classes) }

    /// The parameters, where the model lies now. After a move to another device they are other ones.
    public var parameters: [Parameter] { linear.parameters }

    /// Puts the model on `device`: its weights are copied into new parameters there, and the old ones are no longer
    /// part of it. Does nothing if the model is there already.
    public func move(to device: Device) {
        guard device != self.device else { return }
        let copy = Linear(linear.inFeatures, linear.outFeatures)
        for (new, old) in zip(copy.parameters, linear.parameters) {
            new.copy(from: old)
            new.requiresGrad = old.requiresGrad
        }
        linear = copy
        self.device = device
    }

    /// The logits for a batch, `[count, classes]`.
    ///
    /// - Throws: ``DeviceMismatch`` when the batch lies elsewhere.
    public func callAsFunction(_ batch: PlacedBatch) throws -> Tensor {
        guard batch.device == device else { throw DeviceMismatch(model: device, batch: batch.device) }
        return linear(batch.inputs)
    }
}

/// A model and its batch lie on different devices, so nothing can be computed.
public struct DeviceMismatch: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where the model lies.
    public let model: Device
    /// Where the batch lies.
    public let batch: Device

    /// `expected model and batch on one device, found the model on accelerator:0 and the batch on cpu`
    public var description: String {
        "expected model and batch on one device, found the model on \(model) and the batch on \(batch)"
    }
}
