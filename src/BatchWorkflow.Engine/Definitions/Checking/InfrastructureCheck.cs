namespace BatchWorkflow.Engine.Definitions.Checking;

/// <summary>Checks the names of an infrastructure: each once, and each that is referred to there.</summary>
internal static class InfrastructureCheck
{
    /// <summary>Runs it.</summary>
    public static void Run(Draft draft, InfrastructureDefinition infrastructure, ProblemList problems)
    {
        SourceMap source = infrastructure.Source;
        UniqueNames.Check(infrastructure.Servers.Select(s => s.Name), i => source.Find($"servers[{i}].name"), "server", problems);
        UniqueNames.Check(infrastructure.Clusters.Select(c => c.Name), i => source.Find($"clusters[{i}].name"), "cluster", problems);
        for (int i = 0; i < infrastructure.Servers.Count; i++)
            Taskservs(infrastructure.Servers[i].Taskservs, $"servers[{i}]");
        for (int i = 0; i < infrastructure.Clusters.Count; i++)
        {
            Taskservs(infrastructure.Clusters[i].Taskservs, $"clusters[{i}]");
            IReadOnlyList<string> servers = infrastructure.Clusters[i].Servers;
            for (int j = 0; j < servers.Count; j++)
            {
                if (!draft.KnownServers.Has(servers[j]))
                    problems.Add("Definition.UnknownServer", source.Find($"clusters[{i}].servers[{j}]"),
                        $"Cluster {infrastructure.Clusters[i].Name} names server {servers[j]}, which is not there.", draft.KnownServers.Hint(servers[j]));
            }
        }

        void Taskservs(IReadOnlyList<string> names, string owner)
        {
            for (int j = 0; j < names.Count; j++)
            {
                if (!draft.KnownTaskservs.Has(names[j]))
                    problems.Add("Definition.UnknownTaskserv", source.Find($"{owner}.taskservs[{j}]"),
                        $"There is no taskserv {names[j]}.", draft.KnownTaskservs.Hint(names[j]) ?? TaskservCheck.WhereToAdd(names[j]));
            }
        }
    }
}
