using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.State;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// An attempt on a server or a shared resource. It always asks the provider first, so a repeated attempt finds what an earlier one
/// did: under the same token nothing is made twice.
/// </summary>
internal sealed class ResourceAttempt(RunProviders providers, ResourceRecords records, RunResources wanted, RunServers servers)
{
    /// <summary>Carries out the attempt.</summary>
    public async Task<AttemptOutcome> RunAsync(AttemptContext context, AttemptProgress progress, CancellationToken cancellationToken)
    {
        if (context.IsCovered)
            return AttemptOutcome.Success(changed: false);
        ResourceSpecification specification = wanted.For(context);
        if (context.Undo && (context.Step.Action == StepAction.Update || context.Step is { IsAdopted: true, Action: StepAction.Create }))
            specification = context.Former?.Resource ?? specification;
        GuardedProvider provider = providers[context.Step.Provider!];
        ResourceState? current = await provider.FindAsync(specification.Identity, context.Waiting, cancellationToken);
        Work work = new(context, progress, provider, specification, current);
        progress.Changed = work.MayBeChanged;
        return context switch
        {
            { Step.Action: StepAction.Check } => Compare(work),
            { IsDelete: true } => await DeleteAsync(work, cancellationToken),
            _ => await ReachAsync(work, cancellationToken),
        };
    }

    private static AttemptOutcome Compare(Work work)
    {
        ResourceDiff diff = work.Provider.Diff(work.Current, work.Wanted);
        return diff.Kind == DiffKind.None
            ? AttemptOutcome.Success(changed: false, "it is as wanted")
            : AttemptOutcome.Fail(new Failure
            {
                Kind = FailureKind.Drift,
                Message = diff.Kind == DiffKind.Missing ? $"{work.Wanted.Identity} is not there." : $"{work.Wanted.Identity} is not as wanted.",
                Drift = diff.Differences,
            }, changed: false);
    }

    private async Task<AttemptOutcome> ReachAsync(Work work, CancellationToken cancellationToken)
    {
        ResourceDiff diff = work.Provider.Diff(work.Current, work.Wanted);
        switch (diff.Kind)
        {
            case DiffKind.None:
                bool changed = IsOurs(work);
                await RecordAsync(work, work.Current!, cancellationToken);
                return AttemptOutcome.Success(changed, changed ? "made by this run" : "it was there as wanted");
            case DiffKind.Missing when work.Context is { Undo: false, ChangedBefore: false, Operation.Type: OperationType.Update }:
                return AttemptOutcome.Fail(FailureKind.NotFound, $"{work.Wanted.Identity} is not there, so operation {work.Context.Step.Operation} has nothing to update. "
                    + "Use type create: it makes what is missing and updates what differs.");
            case DiffKind.Missing:
                return await CreateAsync(work, "created", cancellationToken);
            case DiffKind.InPlace:
                return await ChangeAsync(work, StepAction.Update, $"changed {Names(diff)}", cancellationToken);
            case DiffKind.Replace when work.Context.Step.Action == StepAction.Replace:
                await ChangeAsync(work, StepAction.Delete, "deleted", cancellationToken);
                return await CreateAsync(work with { Current = null, IsReplacing = true }, $"replaced for {Names(diff)}", cancellationToken);
            case DiffKind.Replace:
                return AttemptOutcome.Fail(FailureKind.Validation,
                    $"{work.Wanted.Identity} would have to be replaced to change {Names(diff)}. Submit with -AllowReplace to let that happen.", work.Progress.Changed);
            default:
                return AttemptOutcome.Fail(FailureKind.Validation, diff.Reason ?? $"{work.Wanted.Identity} cannot be changed in {Names(diff)}.", work.Progress.Changed);
        }
    }

    /// <summary>
    /// True when what is there as wanted is this run's doing: it bears a token of the step, or the step found it there and changed it.
    /// What bears another token was made by somebody else, whatever an attempt before could not tell.
    /// </summary>
    private static bool IsOurs(Work work) => work.Current?.Token is { } token && !work.Context.IsOwn(token)
        ? work is { MayBeChanged: true, Context.Former: not null }
        : work.Current?.Token is not null || work.MayBeChanged;

    /// <summary>
    /// Creates what was not there. What another run made in between is gone on with as if it had been there; what bears a token of this step was
    /// made by it, though the provider's answer says otherwise.
    /// </summary>
    private async Task<AttemptOutcome> CreateAsync(Work work, string reason, CancellationToken cancellationToken)
    {
        bool before = work.Progress.Changed;
        try
        {
            return await ChangeAsync(work, StepAction.Create, reason, cancellationToken);
        }
        catch (FailureException e) when (e.Failure.Kind == FailureKind.Conflict)
        {
            ResourceState? found = await work.Provider.FindAsync(work.Wanted.Identity, work.Context.Waiting, cancellationToken);
            bool isOwn = found?.Token is { } token && work.Context.IsOwn(token);
            if (!isOwn)
                work.Progress.Changed = before; // A create that is refused for this has made nothing.
            if (found?.Token is null)
                throw;
            return await ReachAsync(work with { Current = found }, cancellationToken);
        }
    }

    /// <summary>
    /// Deletes what is there. A server that is not found where it was expected is deleted all the same: an earlier attempt, or an engine that
    /// died, may have been cut off between what makes it invisible and what it leaves behind.
    /// </summary>
    private async Task<AttemptOutcome> DeleteAsync(Work work, CancellationToken cancellationToken)
    {
        if (work.Current is null)
        {
            if (work.Context.Step is { Kind: not StepKind.SharedResource, Action: StepAction.Delete })
                await work.Provider.ChangeAsync(Change(work, StepAction.Delete), work.Context.Waiting, cancellationToken);
            await records.ChangeAsync(work.Wanted.Identity, _ => null, cancellationToken);
            return AttemptOutcome.Success(work.MayBeChanged, work.MayBeChanged ? "it is not there any more" : "it was not there");
        }
        return work.Context.Step.Kind == StepKind.SharedResource
            ? await DeleteSharedAsync(work, cancellationToken)
            : await ChangeAsync(work, StepAction.Delete, "deleted", cancellationToken);
    }

    /// <summary>A shared resource goes with its last server: while others of the provider are there, also of other runs, it is left.</summary>
    private static async Task<string?> StillUsedAsync(Work work, CancellationToken cancellationToken)
    {
        IEnumerable<ResourceState> servers = (await work.Provider.FindAllAsync(cancellationToken)).Where(r => r.Kind == Specifications.ServerKind);
        List<string> names = [.. servers.Select(s => s.Identity[(s.Identity.IndexOf('/', StringComparison.Ordinal) + 1)..])];
        return names.Count == 0 ? null : $"left as it is: {Phrases.List(names)} still {(names.Count == 1 ? "uses" : "use")} it";
    }

    private async Task<AttemptOutcome> DeleteSharedAsync(Work work, CancellationToken cancellationToken)
    {
        if (await StillUsedAsync(work, cancellationToken) is { } used)
            return AttemptOutcome.Success(work.MayBeChanged, used);
        bool before = work.Progress.Changed;
        try
        {
            return await ChangeAsync(work, StepAction.Delete, "deleted", cancellationToken);
        }
        catch (FailureException e) when (e.Failure.Kind == FailureKind.Conflict)
        {
            work.Progress.Changed = before;
            if (await StillUsedAsync(work, cancellationToken) is not { } usedNow)
                throw;
            return AttemptOutcome.Success(work.MayBeChanged, usedNow);
        }
    }

    private async Task<AttemptOutcome> ChangeAsync(Work work, StepAction action, string reason, CancellationToken cancellationToken)
    {
        await RememberAsync(work, action, cancellationToken);
        work.Progress.Changed = true;
        ResourceState? state;
        try
        {
            state = await work.Provider.ChangeAsync(Change(work, action), work.Context.Waiting, cancellationToken);
        }
        finally
        {
            if (work.Context.Step.Server is { } server)
                servers.Forget(server); // Also after a failure, which may have come when all was done.
        }
        if (state is null)
            await records.ChangeAsync(work.Wanted.Identity, _ => null, cancellationToken);
        else
            await RecordAsync(work, state, cancellationToken);
        bool isOthers = action == StepAction.Create && state?.Token is { } token && !work.Context.IsOwn(token);
        return isOthers ? AttemptOutcome.Success(changed: false, "another run made it at the same time") : AttemptOutcome.Success(changed: true, reason);
    }

    private static ResourceChange Change(Work work, StepAction action) =>
        new() { Action = action, Wanted = work.Wanted, Current = work.Current, Token = work.Context.Token };

    /// <summary>Keeps what was applied last, or what the provider found when that is not what differs or nothing is recorded, before the first change to what is not this run's own.</summary>
    private async Task RememberAsync(Work work, StepAction change, CancellationToken cancellationToken)
    {
        if (work.Context.Undo || work.Context.Former is not null || work.IsReplacing || (work.Context.ChangedBefore && IsOwnOrGone(work)))
            return;
        StepAction action = work.Context is { Step.Action: StepAction.Replace } && work.Current is not null ? StepAction.Replace : change;
        if (work.Current is { } found)
        {
            ResourceRecord? record = await records.ReadAsync(work.Wanted.Identity, cancellationToken);
            ResourceSpecification former = record?.Applied is { } applied && !IsDrift(work, applied, found) ? applied : work.Wanted with { Properties = found.Properties };
            await work.Context.RememberAsync(new FormerSpecification(former, null), action, cancellationToken);
        }
        else if (action != work.Context.Action)
            await work.Context.RememberAsync(FormerSpecification.None, action, cancellationToken);
    }

    /// <summary>True when what was applied is what is wanted, so that what differs was changed beside all runs.</summary>
    private static bool IsDrift(Work work, ResourceSpecification applied, ResourceState found) =>
        work.Provider.Diff(found with { Properties = applied.Properties }, work.Wanted).Kind == DiffKind.None;

    private static bool IsOwnOrGone(Work work) => work.Current?.Token is not { } token || work.Context.IsOwn(token);

    private Task RecordAsync(Work work, ResourceState state, CancellationToken cancellationToken) =>
        records.ChangeAsync(work.Wanted.Identity, record => (record ?? new ResourceRecord
        {
            Identity = work.Wanted.Identity,
            Kind = work.Wanted.Kind,
            Provider = work.Context.Step.Provider!,
            RunId = work.Context.RunId,
        }) with
        {
            ProviderId = state.ProviderId,
            Applied = work.Wanted,
            Told = record?.ProviderId == state.ProviderId && !work.Progress.Changed ? record?.Told : null,
            Taskservs = record is not null && IsOf(record, state, work) ? record.Taskservs : new Dictionary<string, TaskservRecord>(),
            RunId = work.Context.RunId,
        }, cancellationToken);

    /// <summary>True for a record of this very server: one that was begun when something was installed on it has no id of the provider's yet.</summary>
    private static bool IsOf(ResourceRecord record, ResourceState state, Work work) =>
        (record.ProviderId ?? work.Current?.ProviderId) == state.ProviderId;

    private static string Names(ResourceDiff diff) => string.Join(", ", diff.Differences.Select(d => d.Property));

    private sealed record Work(AttemptContext Context, AttemptProgress Progress, GuardedProvider Provider, ResourceSpecification Wanted, ResourceState? Current)
    {
        /// <summary>
        /// True when an attempt before has changed something, or may have: also this one under an engine that died, once it had noted what it found,
        /// which is the last that it does before it asks for a change.
        /// </summary>
        public bool MayBeChanged => Context.ChangedBefore || Context is { Resumed: true, Undo: false, Former: not null };

        /// <summary>True once it has deleted what it replaces.</summary>
        public bool IsReplacing { get; init; }
    }
}
