import Tensors

/// Behaving as in training or as in evaluation.
extension Module {
    /// Dropout drops, batch norm uses the batch's own statistics and updates the running ones (unless they are
    /// frozen). Whether parameters learn is another matter: see ``freeze(except:statistics:)``.
    @discardableResult
    public func train() -> Self {
        for (_, module) in namedModules { module.setTraining(true) }
        return self
    }

    /// Dropout passes everything on, batch norm uses the running statistics and leaves them alone.
    @discardableResult
    public func eval() -> Self {
        for (_, module) in namedModules { module.setTraining(false) }
        return self
    }

    /// Runs `body` in evaluation mode and without recording gradients. Each module's own mode comes back when `body`
    /// returns or throws.
    public func evaluating<Result>(_ body: () throws -> Result) rethrows -> Result {
        try restoringModes {
            eval()
            return try withoutGradient(body)
        }
    }

    /// Runs `body`, which may change modes. Each module's own mode comes back when `body` returns or throws.
    public func restoringModes<Result>(_ body: () throws -> Result) rethrows -> Result {
        let modes = namedModules.map { ($0.element, $0.element.isTraining) }
        defer { for (module, mode) in modes { module.setTraining(mode) } }
        return try body()
    }
}
