/// Whether operations are recorded for a later backward pass.
enum GradientMode {
    @TaskLocal static var isRecording = true
}

/// Runs `body` without recording anything: for evaluation and for changing weights by hand.
///
/// Nothing inside can go backward, and nothing inside keeps its inputs alive. Recording resumes when `body` returns
/// or throws.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
    try GradientMode.$isRecording.withValue(false, operation: body)
}

/// Whether an operation on these tensors would be recorded.
package func isRecorded(_ inputs: [Tensor]) -> Bool {
    GradientMode.isRecording && inputs.contains(where: \.requiresGrad)
}

/// `output` as a tensor of the graph, if any of the `inputs` wants a gradient; else `output` as it is.
///
/// `pullback` gets the gradient of the output and gives one gradient per input, `nil` where none is wanted. It may
/// use `output` itself: the tensor that is returned is another one, so the two do not keep each other alive.
func recorded(_ output: Tensor, from inputs: Tensor..., pullback: @escaping Node.Pullback) -> Tensor {
    recorded(output, from: inputs, pullback: pullback)
}

/// The same for a list of inputs.
func recorded(_ output: Tensor, from inputs: [Tensor], pullback: @escaping Node.Pullback) -> Tensor {
    guard isRecorded(inputs) else { return output }
    return Tensor(
        shape: output.shape, layout: output.layout, storage: output.storage,
        node: Node(inputs: inputs, pullback: pullback))
}
