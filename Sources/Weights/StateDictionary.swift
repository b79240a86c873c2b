/// The arrays of a model by name, in order: what PyTorch calls a state dictionary.
///
/// Names are the paths of the model's parameters and buffers, `layer1.0.conv1.weight`. Read from a file, they keep
/// the file's order: of a .pth file the order of the dictionary in it, of a safetensors file that of its header.
public struct StateDictionary: Sendable, Equatable {
    /// The names, in order.
    public private(set) var names: [String] = []
    /// What a safetensors file says about itself, such as `"format": "pt"`. Other files have none.
    public var metadata: [String: String] = [:]
    private var arrays: [String: WeightArray] = [:]

    /// A dictionary without arrays.
    public init() {}

    /// How many arrays there are.
    public var count: Int { names.count }

    /// The array called `name`. A new name goes to the end, an old one keeps its place, and nil takes it out.
    public subscript(name: String) -> WeightArray? {
        get { arrays[name] }
        set {
            let isKnown = arrays[name] != nil
            arrays[name] = newValue
            if newValue == nil {
                names.removeAll { $0 == name }
            } else if !isKnown {
                names.append(name)
            }
        }
    }

    /// The same arrays with `prefix` taken off their names, if every name has it; otherwise unchanged.
    ///
    /// A model saved from inside PyTorch's `DataParallel` has `module.` before all its names.
    public func removingPrefix(_ prefix: String) -> StateDictionary {
        guard everyName(has: prefix) else { return self }
        var result = StateDictionary()
        result.metadata = metadata
        for name in names { result[String(name.dropFirst(prefix.count))] = arrays[name] }
        return result
    }

    /// Whether there are arrays and all their names begin with `prefix`.
    func everyName(has prefix: String) -> Bool { !names.isEmpty && names.allSatisfy { $0.hasPrefix(prefix) } }
}
