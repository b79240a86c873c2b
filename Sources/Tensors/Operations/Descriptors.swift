import COneDNN

/// Pointers to a few layouts' descriptors at once, `nil` for one that is absent.
func withDescriptors<Result>(
    _ a: Layout, _ b: Layout, _ c: Layout?, _ d: Layout,
    _ body: (
        UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>?,
        UnsafePointer<dnnl_memory_desc_t>
    ) -> Result
) -> Result {
    withUnsafePointer(to: a.descriptor) { a in
        withUnsafePointer(to: b.descriptor) { b in
            withUnsafePointer(to: d.descriptor) { d in
                guard let c else { return body(a, b, nil, d) }
                return withUnsafePointer(to: c.descriptor) { body(a, b, $0, d) }
            }
        }
    }
}
