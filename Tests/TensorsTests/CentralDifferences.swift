import RandomNumbers
import Testing

@testable import Tensors

/// A function of a few tensors and the shapes to try it with.
struct GradientCase: Sendable, CustomTestStringConvertible {
    let name: String
    let shapes: [[Int]]
    /// Maps a standard normal number to where the function is smooth: away from kinks and poles.
    var place: @Sendable (Float) -> Float = { $0 }
    let function: @Sendable ([Tensor]) -> Tensor

    var testDescription: String { name }

    init(
        _ name: String, _ shapes: [[Int]], place: @escaping @Sendable (Float) -> Float = { $0 },
        _ function: @escaping @Sendable ([Tensor]) -> Tensor
    ) {
        (self.name, self.shapes, self.place, self.function) = (name, shapes, place, function)
    }
}

/// Compares every element of every input's gradient with a central difference of a random projection of the output.
func expectGradientsAgree(
    _ test: GradientCase, tolerance: Double = 4e-3, sourceLocation: SourceLocation = #_sourceLocation
) {
    var generator = SeededGenerator(seed: 20)
    let inputs = test.shapes.map { shape in
        Tensor((0..<shape.reduce(1, *)).map { _ in test.place(generator.normal()) }, shape: shape)
    }
    for input in inputs { input.requiresGrad = true }
    let output = test.function(inputs)
    let projection = (0..<output.count).map { _ in generator.normal() }
    output.backward(Tensor(projection, shape: output.shape))

    func projected() -> Double {
        withoutGradient { zip(test.function(inputs).values, projection).map { Double($0) * Double($1) }.reduce(0, +) }
    }
    for (position, input) in inputs.enumerated() {
        guard let gradient = input.grad?.values else {
            Issue.record("\(test.name): input \(position) got no gradient", sourceLocation: sourceLocation)
            continue
        }
        let scale = max(1, gradient.map { abs(Double($0)) }.max() ?? 0)
        for i in gradient.indices {
            let step: Float = 4e-3
            let center = input.values[i]
            input.withMutableValues { $0[i] = center + step }
            let above = projected()
            input.withMutableValues { $0[i] = center - step }
            let below = projected()
            input.withMutableValues { $0[i] = center }
            let difference = (above - below) / Double((center + step) - (center - step))
            #expect(
                abs(difference - Double(gradient[i])) <= tolerance * scale,
                "\(test.name), input \(position), element \(i): backward gives \(gradient[i]), the difference quotient \(difference)",
                sourceLocation: sourceLocation)
        }
    }
}
