import Checks

extension Tensor {
    /// Computes the gradient of this tensor with respect to every leaf it was computed from that has
    /// ``requiresGrad``, and adds it to the leaf's ``grad``.
    ///
    /// Nothing is computed below the deepest leaf that wants a gradient. The graph is used up: its saved values are
    /// freed on the way, and a second call traps.
    ///
    /// - Parameter gradient: the gradient of whatever comes after, of this tensor's shape. May be left out for a
    ///   tensor with a single number, such as a loss, where it is 1.
    /// - Precondition: some leaf behind this tensor requires a gradient.
    public func backward(_ gradient: Tensor? = nil) {
        require(
            requiresGrad,
            "backward: nothing behind this tensor requires a gradient. Is everything frozen, or did it happen inside withoutGradient?"
        )
        require(gradient != nil || count == 1, "backward: a tensor of shape \(shape) needs a gradient to start from")
        require(gradient == nil || gradient!.shape == shape, "backward: the gradient must have shape \(shape)")
        withoutGradient {
            receive(gradient ?? Tensor.ones(shape))
            for node in graph() {
                guard let gradient = node.gradient else { continue }
                node.gradient = nil
                var pairs = Array(node.takeGradients(gradient).reversed())
                while let (input, gradient) = pairs.popLast() { input.receive(gradient) }
            }
        }
    }

    /// Takes a gradient on: a leaf keeps it, a computed tensor's operation waits until all of them have come.
    private func receive(_ gradient: consuming Tensor) {
        guard requiresGrad else { return }
        require(
            gradient.shape == shape,
            "backward: a gradient of shape \(gradient.shape) came for a tensor of shape \(shape)")
        if let node {
            if let sum = node.gradient { gradient = binary(.add, sum, gradient) }
            node.gradient = gradient
        } else {
            if let sum = grad { gradient = binary(.add, sum, gradient) }
            gradient = gradient.plain()
            // A leaf's gradient may be changed in place, so nobody else may have the same numbers.
            grad = isKnownUniquelyReferenced(&gradient) && gradient.ownsItsNumbers() ? gradient : gradient.clone()
        }
    }

    /// All operations behind this tensor, the last one first.
    private func graph() -> [Node] {
        var seen: Set<ObjectIdentifier> = []
        var nodes: [Node] = []
        var pending = [node]
        while let next = pending.popLast() {
            guard let node = next, seen.insert(ObjectIdentifier(node)).inserted else { continue }
            nodes.append(node)
            pending.append(contentsOf: node.inputs.map(\.node))
        }
        return nodes.sorted { $0.number > $1.number }
    }
}
