using System.Globalization;
using BatchWorkflow.Engine;
using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Running;
using BatchWorkflow.Simulation.Tests.Simulating;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>All that a user can see of definitions: their problems, the plan, the run as it goes and ends, and what the world was asked, with times.</summary>
internal sealed class FieldTrial
{
    private static readonly double[] Looks = [2.5, 8, 30, 70];
    private readonly TurnedField _field;
    private readonly FieldWorld _world;
    private readonly Simulating.Simulation _simulation;
    private readonly List<string> _seen = [];
    private readonly List<string> _told = [];
    private SimulatedHost _host;
    private string? _run;

    private FieldTrial(TurnedField field, Simulating.Simulation simulation)
    {
        (_field, _simulation) = (field, simulation);
        simulation.World = _world = new FieldWorld(simulation);
        if (field.Limits is { } limits)
            _world.Limits = limits;
        _world.Answers.AddRange(field.Answers);
        simulation.Stores.Open = _ => new NotedStore(simulation.Stores.Kept, name =>
        {
            if (name.EndsWith("/checkpoint.json", StringComparison.Ordinal))
                _world.Note("the checkpoint file is written");
        });
        _host = new SimulatedHost(simulation);
    }

    /// <summary>What is told of the definitions, and what is seen of plan, run and world, with the field turned so.</summary>
    public static async Task<(string Told, string Seen)> SeeAsync(TurnedField field, string? setting)
    {
        using TemporaryFolder folder = new();
        FieldFiles files = new();
        foreach ((string at, string? json) in field.With)
            files.Put(at, json);
        files.Put(field.Place, setting);
        PlanOptions options = new() { Environment = field.Environment };
        LoadedWorkflow loaded = await new DefinitionLoader([], null).LoadAsync(new DefinitionInput(files.Write(folder.Path, field.Scripts)), options, TestContext.Current.CancellationToken);
        using Simulating.Simulation simulation = new();
        FieldTrial trial = new(field, simulation);
        trial.See(loaded.Problems);
        if (loaded.Source is { } source)
            simulation.Run(() => trial.RunAsync(source with { Taskservs = source.Taskservs.ToDictionary(t => t.Key, t => t.Value with { Folder = "", Files = new Dictionary<string, string>() }) }, options));
        return (string.Join('\n', trial._told).Replace(folder.Path, "", StringComparison.Ordinal), string.Join('\n', trial._seen.Concat(trial._world.Lines)));
    }

    private async Task RunAsync(PlanSource source, PlanOptions options)
    {
        PlanResult planned = await _host.PlanAsync(source, options);
        See(planned.Problems);
        if (planned.Plan is not { } plan)
            return;
        See(plan);
        Task looks = LookAsync();
        await SubmitAsync(plan);
        await looks;
        if (_field.AgainAfterDays is not { } days)
            return;
        await _simulation.DelayAsync(TimeSpan.FromDays(days));
        await SubmitAsync((await _host.PlanAsync(source, options)).Plan!);
        _seen.Add($"{await _host.AskAsync(async e => await e.ListAsync(_ => { }, CancellationToken.None).CountAsync())} runs");
    }

    private async Task SubmitAsync(Plan plan)
    {
        try
        {
            Task<BatchRun> submitted = _host.CompleteAsync(async engine =>
            {
                ActiveRun run = await engine.SubmitAsync(plan, new RunOptions(), CancellationToken.None);
                _run = run.Id;
                return run;
            });
            BatchRun end = _field.DiesAt is { } at ? await DieAsync(at) : await submitted;
            await SeeEndAsync(end);
        }
        catch (BatchWorkflowException e)
        {
            _seen.Add($"refused: {e.ErrorId} {e.Message}");
        }
    }

    private async Task<BatchRun> DieAsync(double seconds)
    {
        await _simulation.DelayAsync(TimeSpan.FromSeconds(seconds));
        _host.Process.Kill();
        foreach (FieldScript? script in _world.Scripts.Values)
            script?.End();
        _host = new SimulatedHost(_simulation, "engine-2");
        return await _host.ResumeAsync(_run!);
    }

    private async Task LookAsync()
    {
        foreach (double at in Looks)
        {
            await _simulation.DelayAsync(TimeSpan.FromSeconds(at) - _simulation.Now);
            if (_run is null || await _host.AskAsync(e => e.GetAsync(_run, CancellationToken.None)) is not { Done: false } run)
                return;
            _seen.Add(string.Create(CultureInfo.InvariantCulture, $"at {at} s: {run.Status} {string.Join("; ", run.StepList.Select(s => $"{s.Id} {s.Status} {s.WaitingFor}"))}"));
            foreach (BatchGate gate in run.Gates)
                _seen.Add($"gate {gate.Gate}: {gate.Message} until {gate.Until} {gate.Default} {string.Join("; ", gate.Answers.Select(a => $"{a.Key}: {a.Value.Type} {a.Value.Description} {a.Value.Default} {string.Join('|', a.Value.Choices)}"))}");
            if (at == Looks[2] && _field.Approval is { } answers)
                await ApproveAsync(answers);
        }
    }

    private async Task ApproveAsync(IReadOnlyDictionary<string, string> answers)
    {
        try
        {
            await _host.AskAsync(e => e.ApproveAsync(_run!, null, answers, null, CancellationToken.None));
        }
        catch (BatchWorkflowException e)
        {
            _seen.Add($"not approved: {e.Message}");
        }
    }

    private void See(IEnumerable<Problem> problems) => _told.AddRange(problems.Select(p => $"{p.Code} {p}"));

    private void See(Plan plan)
    {
        _seen.Add($"{plan.Workflow} on {plan.Infrastructure}");
        _seen.AddRange(plan.Steps.Select(s => $"{s.Wave} {s.Id} {s.Action} {s.Reason} irreversible {s.Irreversible} twice {s.MayRunTwice} stand-in {s.StandIn} after {string.Join(", ", s.DependsOn)}"));
    }

    private async Task SeeEndAsync(BatchRun end)
    {
        _seen.Add($"{end.Workflow} {end.Status} {end.Reason} after {end.Duration}; checkpoints: {string.Join(", ", end.Checkpoints.Select(c => c.ToString()))}; warnings: {string.Join("; ", end.Warnings)}");
        _seen.AddRange(end.NotUndone.Select(n => n.ToString()));
        _seen.AddRange(end.StepList.Select(s => $"{s.Id} {s.Status} {s.Attempts} changed {s.Changed} {s.Reason} {s.Failure?.Kind} {s.Failure?.Message} {string.Join(", ", s.Outputs)}"));
        _seen.Add($"{(await _host.AskAsync(e => e.MetricsAsync(end.Id, CancellationToken.None))).Count} metrics");
        _seen.AddRange(_world.Resources.Keys);
        try
        {
            Plan undo = await _host.AskAsync(e => e.PlanRollbackAsync(end.Id, new RollbackOptions(), CancellationToken.None));
            _seen.AddRange(undo.Steps.Select(s => $"undo {s.Id} {s.Action}").Concat(undo.NotUndone.Select(n => n.ToString())));
        }
        catch (BatchWorkflowException e)
        {
            _seen.Add($"no undo: {e.Message}");
        }
    }
}
