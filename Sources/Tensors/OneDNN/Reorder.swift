import COneDNN

extension Tensor {
    /// The same numbers in another layout: this very tensor's storage where the layouts agree, else a copy.
    ///
    /// The result is not part of the graph.
    func reordered(to target: Layout) -> Tensor {
        if layout == target { return self }
        let copy = Tensor(shape: shape, layout: target, storage: Storage(byteCount: target.byteCount))
        copy.fill(reordering: self)
        return copy
    }

    /// The same numbers, row by row.
    func plain() -> Tensor { reordered(to: .plain(layout.shape)) }

    /// Overwrites this tensor's numbers with those of `source`, whatever the layouts.
    func fill(reordering source: Tensor) {
        guard layout.byteCount > 0 else { return }
        let primitive = Primitive.cached(PrimitiveKey(operation: "reorder", layouts: [source.layout, layout])) {
            result in
            withUnsafePointer(to: source.layout.descriptor) { from in
                withUnsafePointer(to: layout.descriptor) { to in
                    dnnl_reorder_primitive_desc_create(
                        &result, from, Engine.cpu.handle, to, Engine.cpu.handle, Attributes.plain.handle)
                }
            }
        }
        primitive.run([(DNNL_ARG_FROM, source), (DNNL_ARG_TO, self)])
    }
}
