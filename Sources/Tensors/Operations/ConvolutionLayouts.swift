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

    /// The primitive that `make` finds for channels in blocks, or else for layouts of its own choice.
    static func best(
        _ input: [Int], _ output: [Int], groups: Int, _ make: (ConvolutionLayouts) -> Primitive?
    ) -> (Primitive, ConvolutionLayouts) {
        let blocked = ConvolutionLayouts(blocked: input, output, groups: groups)
        if let blocked, let primitive = make(blocked) { return (primitive, blocked) }
        let free = ConvolutionLayouts(source: .any(input), output: .any(output), areLastResort: true)
        guard let primitive = make(free) else {
            fatalError("oneDNN has no convolution from \(input) to \(output) in \(groups) group(s)")
        }
        return (primitive, free)
    }

    /// Channels in blocks. An image of a few channels stays as it is: blocks would be mostly empty.
    private init?(blocked input: [Int], _ output: [Int], groups: Int) {
        guard groups == 1 || groups == input[1] && groups == output[1], let result = Layout.blocked(output),
            let source = input[1] < Engine.cpu.channelBlock && groups == 1 ? .plain(input) : Layout.blocked(input)
        else { return nil }
        self.init(source: source, output: result, areLastResort: false)
    }

    private init(source: Layout, output: Layout, areLastResort: Bool) {
        (self.source, self.output, self.areLastResort) = (source, output, areLastResort)
    }
}
