import COneDNN

/// How a convolution is computed.
enum ConvolutionAlgorithm {
    /// Product by product.
    case direct
    /// Winograd's F(4×4, 3×3): a quarter of the products, of sums that are rounded more (Lavin and Gray, 2015). The
    /// relative error grows from about 1e-6 to 1e-5.
    case winograd

    @TaskLocal static var isExact = false

    /// The faster algorithm for these shapes, unless exactness was asked for.
    ///
    /// A rule, not a measurement: the same run then takes the same kernels, and gives the same numbers, every time.
    /// Winograd's has 3×3 windows that move by one pixel and pays for transforming the weights, so it needs channels and
    /// tiles of 4×4 pixels enough. The limits were measured on AVX-512.
    init(_ input: [Int], _ weight: [Int], output: [Int], _ geometry: ConvolutionGeometry) {
        let fits =
            weight[2] == 3 && weight[3] == 3 && geometry.stride == (1, 1) && geometry.dilation == (1, 1)
            && geometry.groups == 1 && geometry.numbers[2..<6].allSatisfy { $0 <= 1 }
        let tiles = output[0] * ((output[2] + 3) / 4) * ((output[3] + 3) / 4)
        self = fits && !Self.isExact && min(input[1], output[1]) >= 32 && tiles >= 32 ? .winograd : .direct
    }

    var kind: dnnl_alg_kind_t {
        switch self {
        case .direct: dnnl_convolution_direct
        case .winograd: dnnl_convolution_winograd
        }
    }
}

/// Runs `body` with convolutions computed directly, without Winograd's rounding and without folding batch norms into
/// their weights; their backward passes too, wherever they happen.
///
/// For comparisons with other software. Everything else is exact anyway.
public func withExactConvolutions<Result>(_ body: () throws -> Result) rethrows -> Result {
    try ConvolutionAlgorithm.$isExact.withValue(true, operation: body)
}
