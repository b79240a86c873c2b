import Tensors

/// A module, parameter or buffer with its full name.
public typealias Named<Element> = (name: String, element: Element)

/// Finding the parts of a module by reflection on its stored properties, in the order of their declaration.
extension Module {
    /// The direct sub-modules.
    public var children: [Named<Module>] {
        members.compactMap { name, member in (member as? Module).map { (name, $0) } }
    }

    /// This module under the name `""` and all below it, parents before children.
    public var namedModules: [Named<Module>] {
        var found: [Named<Module>] = []
        visit { path, module, _ in found.append((path, module)) }
        return found
    }

    /// ``namedModules``, each with those of the ``namedParameters`` that are its own and not of a part of it. Found in one
    /// go: looking through the tree takes long.
    package var namedModulesWithParameters: [(name: String, module: Module, parameters: [Named<Parameter>])] {
        var seen: Set<ObjectIdentifier> = []
        var found: [(name: String, module: Module, parameters: [Named<Parameter>])] = []
        visit { path, module, members in
            let own = members.compactMap { name, member -> Named<Parameter>? in
                guard let parameter = member as? Parameter, seen.insert(ObjectIdentifier(parameter)).inserted else {
                    return nil
                }
                return (joined(path, name), parameter)
            }
            found.append((path, module, own))
        }
        return found
    }

    /// All parameters here and below. One that is reachable twice is listed once, under its first name.
    public var namedParameters: [Named<Parameter>] {
        var seen: Set<ObjectIdentifier> = []
        return namedMembers { $0 as? Parameter }.filter { seen.insert(ObjectIdentifier($0.element)).inserted }
    }

    /// All buffers here and below.
    public var namedBuffers: [Named<Buffer>] { namedMembers { $0 as? Buffer } }

    /// All parameters here and below, frozen or not.
    public var parameters: [Parameter] { namedParameters.map(\.element) }

    /// The parameters here and below that want a gradient.
    public var trainableParameters: [Parameter] { parameters.filter(\.requiresGrad) }

    /// The module at a path such as `layer1.0`; `nil` if there is none.
    public func module(named path: String) -> Module? {
        path.isEmpty ? self : namedModules.first { $0.name == path }?.element
    }

    /// Forgets all gradients, so that the next backward pass starts afresh.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }

    private func namedMembers<Element>(_ select: (Any) -> Element?) -> [Named<Element>] {
        var found: [Named<Element>] = []
        visit { path, _, members in
            for (name, member) in members {
                if let element = select(member) { found.append((joined(path, name), element)) }
            }
        }
        return found
    }

    /// Calls `body` with this module and all below it, parents before children, each with its path and its members.
    /// Looking at members is slow, so it is done once for each module.
    private func visit(_ path: String = "", _ body: (String, Module, [(name: String, value: Any)]) -> Void) {
        let members = members
        body(path, self, members)
        for (name, member) in members {
            if let module = member as? Module { module.visit(joined(path, name), body) }
        }
    }

    /// The stored properties, the superclass's first, optionals unwrapped, arrays of modules under their indices.
    private var members: [(name: String, value: Any)] {
        if let sequential = self as? Sequential { return sequential.layers.enumerated().map { ("\($0)", $1) } }
        var mirrors: [Mirror] = []
        var mirror: Mirror? = Mirror(reflecting: self)
        while let level = mirror {
            mirrors.append(level)
            mirror = level.superclassMirror
        }
        return mirrors.reversed().flatMap(\.children).flatMap { label, value -> [(name: String, value: Any)] in
            guard let label else { return [] }
            // Most are one of these, and other casts and mirrors take long.
            if value is Module || value is Tensor || value is Buffer { return [(key(forProperty: label), value)] }
            if let modules = value as? [Module] {
                return modules.enumerated().map { (key(forElement: $0, ofProperty: label), $1) }
            }
            return unwrapped(value).map { [(key(forProperty: label), $0)] } ?? []
        }
    }
}

private func unwrapped(_ value: Any) -> Any? {
    let mirror = Mirror(reflecting: value)
    return mirror.displayStyle == .optional ? mirror.children.first?.value : value
}

private func joined(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : name.isEmpty ? path : "\(path).\(name)"
}
