import Files

extension StateDictionary {
    /// The tensors by name in what a pickle built: a dictionary of tensors, or a dictionary that has one under one
    /// of the usual names.
    init(root: PickleValue, reader: PickleReader, storages: TorchStorages) throws {
        self.init()
        var storages = storages
        for (key, value) in try reader.stateDictionary(in: root) {
            guard case .string(let name) = key, case .tensor(let tensor) = value else {
                let name = if case .string(let name) = key { name.inMessage } else { "a key that is \(key.kind)" }
                throw FileError(
                    reader.file,
                    expected: "tensors by name, in a dictionary or its \(usualNames.joined(separator: ", "))",
                    found: "\(value.kind) at \(name)")
            }
            self[name] = try storages.array(tensor, name: name)
        }
    }
}

/// Where checkpoints keep their state dictionary.
private let usualNames = ["state_dict", "model_state_dict", "model"]

extension PickleReader {
    /// The items of the state dictionary that `root` is or has.
    fileprivate func stateDictionary(in root: PickleValue) throws -> [(key: PickleValue, value: PickleValue)] {
        guard case .dictionary(let index) = root else {
            throw FileError(file, expected: "a state dictionary (tensors by name)", found: root.kind)
        }
        for usualName in usualNames {
            for case (.string(usualName), .dictionary(let nested)) in dictionaries[index].reversed() {
                return dictionaries[nested]
            }
        }
        return dictionaries[index]
    }
}
