import Layers
import Tensors

extension Module {
    /// All parameters and buffers by name, as a weights file holds them.
    public var stateDictionary: StateDictionary {
        var state = StateDictionary()
        for (name, slot) in stateSlots {
            switch slot {
            case .float(let tensor): state[name] = WeightArray(tensor.values, shape: tensor.shape)
            case .integer(let tensor):
                state[name] = WeightArray(
                    integers: WeightArray(tensor.values, shape: tensor.shape).integers, shape: tensor.shape)
            }
        }
        return state
    }

    /// Where each array of a weights file goes, in the order of the model.
    var stateSlots: [(name: String, slot: StateSlot)] {
        namedParameters.map { ($0.name, .float($0.element)) }
            + namedBuffers.map { name, buffer in
                (name, buffer.storedAs == .int64 ? .integer(buffer.value) : .float(buffer.value))
            }
    }
}

/// A tensor of a model and the type it has in a file.
enum StateSlot {
    case float(Tensor)
    case integer(Tensor)

    var tensor: Tensor {
        switch self {
        case .float(let tensor), .integer(let tensor): tensor
        }
    }
}
