import TrainingCore

/// A row for each parameter of `model`, in the model's order, with what `step` did to it.
public func updateTable(
    of model: Module, optimizer: Optimizer, during step: () throws -> Void
) throws -> [UpdateRow] {
    let held = Set(optimizer.parameters.map(ObjectIdentifier.init))
    let before = model.parameters.map(\.values)
    try step()
    return zip(model.namedParameters, before).map { parameter, before in
        UpdateRow(
            name: parameter.name, requiresGrad: parameter.element.requiresGrad,
            isHeld: held.contains(ObjectIdentifier(parameter.element)),
            moved: parameter.element.values != before)
    }
}

/// Every contradiction in a row, as `UpdateRow.Contradiction` describes them; none if its columns agree.
public func contradictions(in row: UpdateRow) throws -> Set<UpdateRow.Contradiction> {
    var found: Set<UpdateRow.Contradiction> = []
    if row.requiresGrad && !row.isHeld { found.insert(.learnsButNotHeld) }
    if row.isHeld && !row.requiresGrad { found.insert(.heldButFrozen) }
    if row.moved && !row.requiresGrad { found.insert(.movedButFrozen) }
    if row.moved && !row.isHeld { found.insert(.movedButNotHeld) }
    if row.requiresGrad && row.isHeld && !row.moved { found.insert(.heldButStill) }
    return found
}
