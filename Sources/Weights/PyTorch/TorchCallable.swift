import Files

/// The classes and functions of Python that a weights file may name; what they do is written out here in Swift.
enum TorchCallable {
    case orderedDictionary
    case rebuildTensor
    case rebuildParameter
    case encodeBytes
    case storage(ScalarType)

    fileprivate init?(_ qualifiedName: String) {
        switch qualifiedName {
        case "collections.OrderedDict": self = .orderedDictionary
        case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor": self = .rebuildTensor
        case "torch._utils._rebuild_parameter": self = .rebuildParameter
        case "_codecs.encode": self = .encodeBytes
        case "torch.BoolStorage": self = .storage(.bool)
        case "torch.ByteStorage": self = .storage(.uint8)
        case "torch.CharStorage": self = .storage(.int8)
        case "torch.ShortStorage": self = .storage(.int16)
        case "torch.IntStorage": self = .storage(.int32)
        case "torch.LongStorage": self = .storage(.int64)
        case "torch.HalfStorage": self = .storage(.float16)
        case "torch.BFloat16Storage": self = .storage(.bfloat16)
        case "torch.FloatStorage": self = .storage(.float32)
        case "torch.DoubleStorage": self = .storage(.float64)
        default: return nil
        }
    }
}

extension PickleReader {
    func callable(module: String, name: String) throws -> PickleValue {
        let qualifiedName = "\(module).\(name)"
        guard let callable = TorchCallable(qualifiedName) else {
            let isStorage = module == "torch" && name.hasSuffix("Storage")
            throw FileError(
                file, expected: "a state dictionary, as torch.save(model.state_dict(), path) writes",
                found: isStorage
                    ? "numbers in a \(qualifiedName.inMessage), a type that is not supported"
                    : "a pickle that asks for \(qualifiedName.inMessage), which no weights file needs; nothing was run")
        }
        return .callable(callable)
    }

    func callable(from operands: [PickleValue]) throws -> PickleValue {
        guard case .string(let module) = operands[0], case .string(let name) = operands[1] else {
            throw damaged("a class or function whose name is \(operands[1].kind)")
        }
        return try callable(module: module, name: name)
    }

    mutating func call(_ callable: TorchCallable, _ arguments: [PickleValue]) throws -> PickleValue {
        switch callable {
        case .orderedDictionary: try orderedDictionary(arguments)
        case .rebuildTensor: .tensor(try tensor(arguments))
        case .rebuildParameter: try parameter(arguments)
        case .encodeBytes: .other("bytes")
        case .storage: throw damaged("a storage made by a call")
        }
    }

    /// `OrderedDict()`, or as Python 2 wrote it, `OrderedDict([[key, value], …])`.
    private mutating func orderedDictionary(_ arguments: [PickleValue]) throws -> PickleValue {
        let result = newDictionary()
        guard let argument = arguments.first else { return result }
        guard case .list(let pairs) = argument, arguments.count == 1 else {
            throw damaged("an ordered dictionary of \(argument.kind)")
        }
        let items = sequences[pairs]
        // Used up, so that a small pickle cannot make many large dictionaries of one list.
        sequences[pairs] = [.none]
        for pair in items {
            guard let item = elements(of: pair), item.count == 2 else {
                throw damaged("an ordered dictionary with \(pair.kind) for an item")
            }
            dictionaries[dictionaries.count - 1].append((item[0], item[1]))
        }
        return result
    }

    /// `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks, metadata)`, the last of which is set
    /// for tensors whose numbers are to be negated or conjugated; older versions leave the last three out.
    private func tensor(_ arguments: [PickleValue]) throws -> TorchTensor {
        guard arguments.count >= 4, case .storage(let storage) = arguments[0],
            case .integer(let offset) = arguments[1], let shape = integers(in: arguments[2]),
            let strides = integers(in: arguments[3])
        else { throw damaged("a tensor without storage, offset, size and stride of at most 64 dimensions") }
        if arguments.count > 6 {
            guard case .dictionary(let metadata) = arguments[6], dictionaries[metadata].isEmpty else {
                throw damaged("a tensor with metadata, which is not supported; \(resaveAdvice)")
            }
        }
        return TorchTensor(storage: storage, offset: offset, shape: shape, strides: strides)
    }

    /// `_rebuild_parameter(tensor, requires_grad, hooks)`: the tensor.
    private func parameter(_ arguments: [PickleValue]) throws -> PickleValue {
        guard case .tensor? = arguments.first else { throw damaged("a parameter that is no tensor") }
        return arguments[0]
    }

    /// What stands for numbers outside of the pickle: `("storage", type, key, device, count)`, in files before
    /// version 1.6 with a view at the end. The device does not matter.
    mutating func storage(from identifier: PickleValue) throws -> PickleValue {
        guard let parts = elements(of: identifier), parts.count >= 5, case .string("storage") = parts[0],
            case .callable(.storage(let scalarType)) = parts[1], case .string(let key) = parts[2],
            case .integer(let count) = parts[4], let byteCount = scalarType.byteCount(ofShape: [count])
        else { throw damaged("a reference that is not to a storage") }
        if parts.count > 5 {
            guard case .none = parts[5] else {
                throw damaged("a view of a storage, as PyTorch wrote before version 0.4; \(resaveAdvice)")
            }
        }
        let storage = TorchStorage(key: key, scalarType: scalarType, byteCount: byteCount)
        storages[key] = storage
        return .storage(storage)
    }

    /// The elements of a tuple or list of at most 64 integers.
    private func integers(in value: PickleValue) -> [Int]? {
        guard let elements = elements(of: value), elements.count <= 64 else { return nil }
        let integers = elements.compactMap { if case .integer(let integer) = $0 { integer } else { nil } }
        return integers.count == elements.count ? integers : nil
    }

    private func elements(of value: PickleValue) -> [PickleValue]? {
        switch value {
        case .tuple(let index), .list(let index): sequences[index]
        default: nil
        }
    }
}
