import Files
import Layers
import Tensors

extension Module {
    /// Loads the weights in a file: safetensors or PyTorch's `.pth`. Every array must fit; if one does not, nothing
    /// changes.
    ///
    /// Batch norm's `num_batches_tracked` may be missing or left over: PyTorch before 0.4.1 did not write it, and nothing
    /// depends on it. What a wrapper put before all names, such as `module.`, is taken off; the report says so.
    ///
    /// - Returns: the report of a complete fit.
    /// - Throws: `FileError` when the file cannot be read or belongs to another model.
    @discardableResult
    public func load(contentsOfFile path: String) throws -> LoadReport {
        let state = try StateDictionary(contentsOfFile: path)
        let report = fit(of: state)
        guard report.isComplete else {
            throw FileError(
                path, expected: "the \(stateSlots.count) arrays of \(type(of: self))", found: report.summary)
        }
        return loadWhatFits(state)
    }

    /// Loads the arrays that fit by name and shape and leaves the rest of the model as it was.
    ///
    /// For weights whose head has other classes, say. Read the report: what is missing there was not loaded.
    @discardableResult
    public func loadWhatFits(_ state: StateDictionary) -> LoadReport {
        let unwrapped = unwrapped(state).state
        for (name, slot) in stateSlots {
            guard let array = unwrapped[name], array.shape == slot.tensor.shape else { continue }
            slot.tensor.copy(from: Tensor(array.floats, shape: array.shape))
        }
        return fit(of: state)
    }

    /// Compares names and shapes without loading anything.
    public func fit(of state: StateDictionary) -> LoadReport {
        var report = LoadReport()
        let slots = stateSlots
        let (state, removedPrefix) = unwrapped(state)
        report.removedPrefix = removedPrefix
        for (name, slot) in slots {
            guard let array = state[name] else {
                report.missing.append(name)
                continue
            }
            if array.shape == slot.tensor.shape {
                report.loaded += 1
            } else {
                report.misshapen.append(.init(name: name, expected: slot.tensor.shape, found: array.shape))
            }
        }
        let known = Set(slots.map(\.name))
        report.unused = state.names.filter { !known.contains($0) }
        report.missing.removeAll { $0.hasSuffix("num_batches_tracked") }
        report.unused.removeAll { $0.hasSuffix("num_batches_tracked") }
        return report
    }

    /// The arrays under the names that they had before a wrapper put something before all of them, unless this model
    /// is such a wrapper itself.
    private func unwrapped(_ state: StateDictionary) -> (state: StateDictionary, removedPrefix: String) {
        var result = (state: state, removedPrefix: "")
        while let prefix = ["module.", "_orig_mod."].first(where: { result.state.everyName(has: $0) }),
            !stateSlots.contains(where: { $0.name.hasPrefix(prefix) })
        {
            result.state = result.state.removingPrefix(prefix)
            result.removedPrefix += prefix
        }
        return result
    }
}
