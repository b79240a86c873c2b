import Checks

/// How a convolution's window moves: step, border and spread, each as (height, width).
public struct ConvolutionGeometry: Hashable, Sendable {
    /// How far the window moves from one output to the next.
    public var stride: (Int, Int) { (numbers[0], numbers[1]) }
    /// Zeros added above and to the left.
    public var paddingBefore: (Int, Int) { (numbers[2], numbers[3]) }
    /// Zeros added below and to the right.
    public var paddingAfter: (Int, Int) { (numbers[4], numbers[5]) }
    /// The distance between neighbouring weights; 1 is an ordinary convolution.
    public var dilation: (Int, Int) { (numbers[6], numbers[7]) }
    /// Input and output channels are split into this many groups that do not see each other. As many groups as
    /// channels make a depthwise convolution.
    public var groups: Int { numbers[8] }

    let numbers: [Int]

    /// Equal padding on opposite sides unless `paddingAfter` says otherwise.
    public init(
        stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0), paddingAfter: (Int, Int)? = nil,
        dilation: (Int, Int) = (1, 1), groups: Int = 1
    ) {
        let after = paddingAfter ?? padding
        numbers = [
            stride.0, stride.1, padding.0, padding.1, after.0, after.1, dilation.0, dilation.1, groups,
        ]
        require(
            numbers.prefix(2).allSatisfy { $0 > 0 } && numbers[2..<6].allSatisfy { $0 >= 0 }
                && numbers.suffix(3).allSatisfy { $0 > 0 },
            "convolution: stride, dilation and groups must be positive, padding not negative")
    }

    /// The size of the output along one axis (0 for height, 1 for width), for a window of `kernel` weights.
    ///
    /// `floor((input + padding − dilation·(kernel − 1) − 1) / stride) + 1`
    public func outputSize(_ input: Int, kernel: Int, axis: Int) -> Int {
        let span = input + numbers[2 + axis] + numbers[4 + axis] - numbers[6 + axis] * (kernel - 1) - 1
        return span < 0 ? 0 : span / numbers[axis] + 1
    }
}
