import Checks
import Synchronization

/// One recorded operation: its inputs, and how to turn the gradient of its output into theirs.
final class Node {
    /// Gives one gradient per input, `nil` for an input that wants none.
    typealias Pullback = (_ gradient: Tensor) -> [Tensor?]

    private static let counter = Atomic<Int>(0)

    /// Operations are numbered as they happen, so descending numbers are a valid order for going back.
    let number: Int
    private(set) var inputs: [Tensor]
    private var inputVersions: [Int]
    private var pullback: Pullback?
    /// What has arrived from the operations that used the output, while a backward pass is under way.
    var gradient: Tensor?

    init(inputs: [Tensor], pullback: @escaping Pullback) {
        self.number = Self.counter.add(1, ordering: .relaxed).newValue
        self.inputs = inputs
        self.inputVersions = inputs.map(\.version)
        self.pullback = pullback
    }

    /// The gradients for the inputs. Drops the inputs and all that was saved, so memory falls as backward proceeds.
    func takeGradients(_ gradient: Tensor) -> [(Tensor, Tensor)] {
        guard let pullback else {
            fatalError(
                "backward: this graph has been used already. Each forward pass can go backward once; compute the loss again."
            )
        }
        for (input, version) in zip(inputs, inputVersions) where input.isLeaf {
            require(
                input.version == version,
                "backward: a tensor of shape \(input.shape) was changed in place after the forward pass used it. "
                    + "Step the optimizer after backward, not before.")
        }
        let gradients = pullback(gradient)
        let pairs = zip(inputs, gradients).compactMap { input, gradient in gradient.map { (input, $0) } }
        self.pullback = nil
        inputs = []
        inputVersions = []
        return pairs
    }

    /// Frees long chains one node after the other: left to itself, Swift would recurse and overflow the stack.
    deinit {
        pullback = nil
        var pending = inputs
        inputs = []
        while var tensor = pending.popLast() {
            guard isKnownUniquelyReferenced(&tensor), var node = tensor.releaseNode() else { continue }
            guard isKnownUniquelyReferenced(&node) else { continue }
            node.pullback = nil
            pending.append(contentsOf: node.inputs)
            node.inputs = []
        }
    }
}
