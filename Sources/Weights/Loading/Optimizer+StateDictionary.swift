import Files
import Layers
import Optimizers
import Tensors

/// Keeping what an optimizer remembers, so that a run that was cut off goes on as if nothing had happened.
extension Optimizer {
    /// What the optimizer remembers of the parameters of `model` from step to step: momentum, mean squares, counts of
    /// steps.
    ///
    /// The names are a parameter's and PyTorch's word for the array: `fc.weight.exp_avg`, `fc.weight.step`. A parameter
    /// that has taken no step yet has none. Rates, weight decay and momentum's strength are not in it: they belong to
    /// the code that makes the optimizer.
    public func stateDictionary(for model: Module) -> StateDictionary {
        var state = StateDictionary()
        for (name, parameter) in model.namedParameters {
            for (word, tensor) in (memory[Remembered(parameter)] ?? [:]).sorted(by: { $0.key < $1.key }) {
                state["\(name).\(word)"] = WeightArray(tensor.values, shape: tensor.shape)
            }
        }
        return state
    }

    /// Takes back what ``stateDictionary(for:)`` gave, in place of everything that was remembered of the parameters of
    /// `model`. If anything does not fit, nothing changes.
    ///
    /// - Parameter file: where the state comes from, for messages.
    /// - Throws: `FileError` when an array is missing, left over or of another shape; it names the array.
    public func load(
        _ state: StateDictionary, for model: Module, file: String = "the optimizer's state"
    ) throws {
        let held = Set(parameters.map(ObjectIdentifier.init))
        var unused = Set(state.names)
        var loaded: [Remembered: [String: Tensor]] = [:]
        let (required, optional) = memoryNames
        for (name, parameter) in model.namedParameters where held.contains(ObjectIdentifier(parameter)) {
            var arrays: [String: Tensor] = [:]
            for word in Set(required + optional) {
                guard let array = state["\(name).\(word)"] else { continue }
                let shape = Self.memoryShape(word, of: parameter)
                guard array.shape == shape else {
                    throw FileError(
                        file, expected: "\(name).\(word) of shape \(shape)", found: "shape \(array.shape)")
                }
                arrays[word] = Tensor(array.floats, shape: shape)
                if word == "step", let step = array.floats.first, Int(exactly: step) == nil || step < 0 {
                    throw FileError(file, expected: "a count of steps at \(name).step", found: "\(step)")
                }
                unused.remove("\(name).\(word)")
            }
            if let missing = required.first(where: { arrays[$0] == nil }), !arrays.isEmpty {
                throw FileError(
                    file, expected: "\(name).\(missing) for \(type(of: self))",
                    found: arrays.keys.sorted().map { "\(name).\($0)" }.joined(separator: ", ") + " alone")
            }
            loaded[Remembered(parameter)] = arrays.isEmpty ? nil : arrays
        }
        if let stranger = state.names.first(where: unused.contains) {
            throw FileError(
                file, expected: "what \(type(of: self)) remembers of the parameters it holds", found: stranger)
        }
        for parameter in model.parameters { memory[Remembered(parameter)] = nil }
        memory.merge(loaded) { $1 }
    }

    /// Takes back a state from the weights file that ``stateDictionary(for:)`` was written to.
    ///
    /// - Throws: `FileError` when the file cannot be read or does not fit the optimizer and the model.
    public func load(contentsOfFile path: String, for model: Module) throws {
        try load(StateDictionary(contentsOfFile: path), for: model, file: path)
    }
}
