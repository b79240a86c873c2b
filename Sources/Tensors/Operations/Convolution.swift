import COneDNN
import Checks

/// Two-dimensional convolution (cross-correlation, as everywhere in deep learning).
///
/// - Parameters:
///   - x: `[batch, channels in, height, width]`
///   - weight: `[channels out, channels in / groups, kernel height, kernel width]`
///   - bias: `[channels out]`
/// - Returns: `[batch, channels out, height out, width out]`, see ``ConvolutionGeometry/outputSize(_:kernel:axis:)``.
public func conv2d(_ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, _ geometry: ConvolutionGeometry = .init())
    -> Tensor
{
    let convolution = Convolution(x, weight, bias, geometry)
    let y = convolution.forward(x, prepared: convolution.prepared(weight), bias)
    return recorded(y, from: [x, weight] + (bias.map { [$0] } ?? [])) { gradient in
        let dx = x.requiresGrad ? convolution.backwardData(gradient, weight) : nil
        guard weight.requiresGrad || bias?.requiresGrad == true else { return [dx, nil, nil] }
        let (dWeight, dBias) = convolution.backwardWeights(gradient, x)
        return [dx, dWeight, dBias]
    }
}

/// The three kernels of one convolution: its output, and the gradients of its input and of its weights.
struct Convolution {
    let forward: Primitive
    /// That of the weights as oneDNN wants it, with an axis for the groups.
    private let groupedShape: [Int]
    private let bias: Layout?
    private let inputShape: [Int]
    private let outputShape: [Int]
    private let weightShape: [Int]
    private let geometry: ConvolutionGeometry
    private let algorithm: ConvolutionAlgorithm
    private let activation: Activation
    /// Whether the kernel itself adds a shortcut before the activation.
    private let addsShortcut: Bool

    /// - Parameters:
    ///   - activation: for inference, what follows in the same pass; `nil` for training.
    ///   - adding: whether a shortcut is to be added before the activation.
    init(
        _ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ geometry: ConvolutionGeometry,
        inference activation: Activation? = nil, adding: Bool = false
    ) {
        let groups = geometry.groups
        require(
            x.rank == 4 && weight.rank == 4 && x.shape[1] == weight.shape[1] * groups && weight.shape[0] % groups == 0,
            "conv2d: weights \(weight.shape) in \(groups) group(s) do not fit an input of shape \(x.shape)")
        require(
            bias == nil || bias!.shape == [weight.shape[0]],
            "conv2d: \(weight.shape[0]) output channels need a bias of that length, not \(bias!.shape)")
        let height = geometry.outputSize(x.shape[2], kernel: weight.shape[2], axis: 0)
        let width = geometry.outputSize(x.shape[3], kernel: weight.shape[3], axis: 1)
        require(
            height > 0 && width > 0,
            "conv2d: an image of \(x.shape[2])×\(x.shape[3]) is smaller than the window of \(weight.shape[2])×\(weight.shape[3])"
        )
        self.geometry = geometry
        weightShape = weight.shape
        inputShape = x.shape
        outputShape = [x.shape[0], weight.shape[0], height, width]
        let groupedShape = Self.grouped(weight.shape, groups)
        let bias = bias.map { Layout.any($0.shape) }
        let algorithm = ConvolutionAlgorithm(x.shape, weight.shape, output: outputShape, geometry)
        let format = activation != nil && Bfloat16.isInForce ? NumberFormat.bfloat16 : .single
        let propagation = activation == nil ? dnnl_forward_training : dnnl_forward_inference
        func primitive(
            _ name: String, _ layouts: ConvolutionLayouts, _ attributes: @autoclosure () -> Attributes
        ) -> Primitive? {
            Self.primitive("convolution \(name)", algorithm, layouts, groupedShape, bias, geometry, attributes()) {
                dnnl_dilated_convolution_forward_desc_init(&$0, propagation, $1, $2, $3, $4, $5, $6, $7, $8, $9)
            }
        }
        self.activation = activation ?? .none
        // Winograd's kernel cannot add, and is worth more than a pass over memory.
        if adding, let activation, algorithm == .direct || format == .bfloat16,
            let blocked = ConvolutionLayouts(blocked: x.shape, outputShape, groups: groups, format),
            let sum = primitive("sum \(activation)", blocked, Attributes(activation, adding: blocked.output))
        {
            (forward, addsShortcut) = (sum, true)
        } else {
            let name = activation.map { "inference \(adding ? .none : $0)" } ?? "forward"
            forward = ConvolutionLayouts.best(x.shape, outputShape, groups: groups, format) {
                primitive(name, $0, adding ? .plain : .of(activation ?? .none))
            }
            addsShortcut = false
        }
        (self.groupedShape, self.bias, self.algorithm) = (groupedShape, bias, algorithm)
    }

    /// The weights in the order that the forward kernel wants.
    func prepared(_ weight: Tensor) -> Tensor { grouped(weight).reordered(to: forward.layout(DNNL_ARG_WEIGHTS)) }

    /// - Parameter shortcut: what is added before the activation, of the output's shape.
    func forward(_ x: Tensor, prepared weight: Tensor, _ bias: Tensor?, plus shortcut: Tensor? = nil) -> Tensor {
        let y = forward.output(DNNL_ARG_DST, shape: outputShape)
        var arguments = [
            (DNNL_ARG_SRC, x.reordered(to: forward.layout(DNNL_ARG_SRC))),
            (DNNL_ARG_WEIGHTS, weight),
            (DNNL_ARG_DST, y),
        ]
        if let bias { arguments.append((DNNL_ARG_BIAS, bias)) }
        if let shortcut, addsShortcut {
            arguments.append((Primitive.firstPostOperand, shortcut.reordered(to: y.layout)))
        }
        forward.run(arguments)
        guard let shortcut, !addsShortcut else { return y }
        return binary(.add, y, shortcut, followedBy: activation)
    }

    func backwardData(_ gradient: Tensor, _ weight: Tensor) -> Tensor {
        let backward = ConvolutionLayouts.best(inputShape, outputShape, groups: geometry.groups) {
            Self.primitive("convolution backward data", algorithm, $0, groupedShape, nil, geometry, hint: forward) {
                _ = $4
                return dnnl_dilated_convolution_backward_data_desc_init(&$0, $1, $2, $3, $5, $6, $7, $8, $9)
            }
        }
        let dx = backward.output(DNNL_ARG_DIFF_SRC, shape: inputShape)
        backward.run([
            (DNNL_ARG_DIFF_DST, gradient.reordered(to: backward.layout(DNNL_ARG_DIFF_DST))),
            (DNNL_ARG_WEIGHTS, grouped(weight).reordered(to: backward.layout(DNNL_ARG_WEIGHTS))),
            (DNNL_ARG_DIFF_SRC, dx),
        ])
        return dx
    }

    func backwardWeights(_ gradient: Tensor, _ x: Tensor) -> (Tensor, Tensor?) {
        let (input, output) = (forward.layout(DNNL_ARG_SRC), forward.layout(DNNL_ARG_DST))
        if bias == nil,
            let ours = DepthwiseWeightGradient(input: input, output: output, weight: weightShape, geometry)
        {
            return (ours(x.reordered(to: input), gradient.reordered(to: output)), nil)
        }
        let backward = ConvolutionLayouts.best(inputShape, outputShape, groups: geometry.groups) {
            Self.primitive("convolution backward weights", algorithm, $0, groupedShape, bias, geometry, hint: forward) {
                dnnl_dilated_convolution_backward_weights_desc_init(&$0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
            }
        }
        let dWeight = backward.output(DNNL_ARG_DIFF_WEIGHTS, shape: groupedShape)
        let dBias = bias.map { backward.output(DNNL_ARG_DIFF_BIAS, shape: $0.shape) }
        var arguments = [
            (DNNL_ARG_DIFF_DST, gradient.reordered(to: backward.layout(DNNL_ARG_DIFF_DST))),
            (DNNL_ARG_SRC, x.reordered(to: backward.layout(DNNL_ARG_SRC))),
            (DNNL_ARG_DIFF_WEIGHTS, dWeight),
        ]
        if let dBias { arguments.append((DNNL_ARG_DIFF_BIAS, dBias)) }
        backward.run(arguments)
        return (dWeight.plain().viewed(as: weightShape), dBias)
    }

    /// oneDNN wants an axis for the groups: `[groups, out / groups, in / groups, height, width]`.
    private static func grouped(_ shape: [Int], _ groups: Int) -> [Int] {
        groups == 1 ? shape : [groups, shape[0] / groups] + shape[1...]
    }

    private func grouped(_ weight: Tensor) -> Tensor { weight.viewed(as: groupedShape) }

    private typealias Md = UnsafePointer<dnnl_memory_desc_t>
    private typealias Dims = UnsafePointer<dnnl_dim_t>

    /// The kernel of the wanted algorithm, or the direct one where this machine has no other; `nil` if there is only a
    /// slow one for these layouts.
    private static func primitive(
        _ name: String, _ algorithm: ConvolutionAlgorithm, _ layouts: ConvolutionLayouts, _ weightShape: [Int],
        _ bias: Layout?, _ geometry: ConvolutionGeometry, _ attributes: @autoclosure () -> Attributes = .plain,
        hint: Primitive? = nil,
        _ initialise: (
            inout dnnl_convolution_desc_t, dnnl_alg_kind_t, Md, Md, Md?, Md, Dims, Dims, Dims, Dims
        ) -> dnnl_status_t
    ) -> Primitive? {
        let weights = Layout.any(weightShape, layouts.output.format)
        func describe(
            _ algorithm: ConvolutionAlgorithm, _ result: inout dnnl_primitive_desc_t?
        ) -> dnnl_status_t {
            var descriptor = dnnl_convolution_desc_t()
            let n = geometry.numbers
            let status = withDescriptors(layouts.source, weights, bias, layouts.output) { src, wei, bia, dst in
                withDims([n[0], n[1]]) { strides in
                    withDims([n[6] - 1, n[7] - 1]) { dilations in
                        withDims([n[2], n[3]]) { before in
                            withDims([n[4], n[5]]) { after in
                                initialise(
                                    &descriptor, algorithm.kind, src, wei, bia, dst, strides, dilations, before, after)
                            }
                        }
                    }
                }
            }
            guard status == dnnl_success else { return status }
            return Primitive.describe(descriptor, attributes(), hint: hint, into: &result)
        }
        func cached(_ algorithm: ConvolutionAlgorithm, isWelcome: (String) -> Bool) -> Primitive? {
            let key = PrimitiveKey(
                operation: "\(algorithm) \(name)", layouts: [layouts.source, weights, bias, layouts.output],
                numbers: geometry.numbers)
            return Primitive.cachedIfAvailable(key, isWelcome: isWelcome) { describe(algorithm, &$0) }
        }
        if algorithm == .winograd, layouts.output.format == .single,
            let primitive = cached(.winograd, isWelcome: { _ in true })
        {
            return primitive
        }
        return cached(.direct) { layouts.areLastResort || !$0.hasPrefix("ref") }
    }
}
