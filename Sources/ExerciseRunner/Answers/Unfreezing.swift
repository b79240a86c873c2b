import Grading

/// Chapter 6: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let unfreezingExercises: [String: BoundGrader] = {
    let graders: [String: BoundGrader] = [:]
    return graders
}()

/// Chapter 6: the reference solutions' functions, each behind the same grader.
let unfreezingSolutions: [String: BoundGrader] = [:]
