namespace BatchWorkflow.Engine.Planning;

/// <summary>What planning found wrong. The same thing on many servers becomes one problem that names them all.</summary>
internal sealed class PlanProblems
{
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<(string Code, string Subject), Group> _groups = [];

    /// <summary>True when something is wrong that is not a mere warning.</summary>
    public bool HasErrors => _problems.Exists(p => !p.IsWarning) || _groups.Values.Any(g => !g.First.IsWarning);

    /// <summary>Adds a problem.</summary>
    public void Add(string code, string message, string? hint, SourceLocation location) =>
        _problems.Add(new Problem { Code = code, Message = message, Hint = hint, Location = location });

    /// <summary>Adds a problem.</summary>
    public void Add(Problem problem) => _problems.Add(problem);

    /// <summary>Adds a problem of one member of a group; <paramref name="first"/> is told once, with {0} for all members.</summary>
    public void AddTo(string subject, string member, Problem first)
    {
        if (!_groups.TryGetValue((first.Code, subject), out Group? group))
            _groups.Add((first.Code, subject), group = new Group(first));
        if (group.Seen.Add(member))
            group.Members.Add(member);
    }

    /// <summary>All of them, by file, line and column, otherwise in the order in which they were found.</summary>
    public IReadOnlyList<Problem> Sorted() =>
    [
        .. _problems.Concat(_groups.Values.Select(g => g.ToProblem()))
            .OrderBy(p => p.Location.File ?? "", StringComparer.Ordinal)
            .ThenBy(p => p.Location.Line)
            .ThenBy(p => p.Location.Column),
    ];

    private sealed record Group(Problem First)
    {
        public List<string> Members { get; } = [];
        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public Problem ToProblem() =>
            First with { Message = First.Message.Replace("{0}", Phrases.List(Members), StringComparison.Ordinal) };
    }
}
