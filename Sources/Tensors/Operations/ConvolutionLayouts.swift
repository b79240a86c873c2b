/// In which layouts a convolution takes and gives images.
///
/// Left the choice, oneDNN takes for each convolution the layout that it likes best there. Its kernels for channels in
/// blocks are as fast or faster, for depthwise and narrow convolutions up to twice; and when all layers agree, nothing
/// is ever reordered between them, forward or backward.
struct ConvolutionLayouts {
    let source: Layout
    let output: Layout
    /// Whether the kernel may choose, which is what is left when there is none for blocks.
    let areLastResort: Bool

    /// The primitive that `make` finds for channels in blocks, or else for layouts of its own choice; in `format`, or else
    /// in single precision.
    static func best(
        _ input: [Int], _ output: [Int], groups: Int, _ format: NumberFormat = .single,
        _ make: (ConvolutionLayouts) -> Primitive?
    ) -> Primitive {
        if let blocked = ConvolutionLayouts(blocked: input, output, groups: groups, format),
            let primitive = make(blocked)
        {
            return primitive
        }
        if format != .single { return best(input, output, groups: groups, .single, make) }
        let free = ConvolutionLayouts(source: .any(input), output: .any(output), areLastResort: true)
        guard let primitive = make(free) else {
            fatalError("oneDNN has no convolution from \(input) to \(output) in \(groups) group(s)")
        }
        return primitive
    }

    /// Channels in blocks. An image of a few channels stays as it is: blocks would be mostly empty.
    init?(blocked input: [Int], _ output: [Int], groups: Int, _ format: NumberFormat) {
        guard groups == 1 || groups == input[1] && groups == output[1], let result = Layout.blocked(output, format),
            let source = input[1] < Engine.cpu.channelBlock && groups == 1
                ? .plain(input, format) : Layout.blocked(input, format)
        else { return nil }
        self.init(source: source, output: result, areLastResort: false)
    }

    private init(source: Layout, output: Layout, areLastResort: Bool) {
        (self.source, self.output, self.areLastResort) = (source, output, areLastResort)
    }
}
