using System.Globalization;
using System.Text;
using BatchWorkflow;
using BatchWorkflow.Engine.Journal;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.StateWriter;
using BatchWorkflow.Stores.Postgres;
using BatchWorkflow.Stores.Sqlite;

// Writes to a state until it is killed, and tells each write once it is done:
//   journal <state> <run> <token>   appends events, every seventh flushed
//   inbox <state> <run> <name>      posts requests
//   replace <state> <stream>        replaces a stream by texts of one letter each
//   append <state> <stream> <name>  appends lines whatever its version
//   lease <state> <stream>          takes a lease and keeps it
//   hold <state> <run> <ms>         takes a run for that long at a time, as from another machine, and appends an event for each line of its input
//   fill <state> <count>            makes runs that have ended
//   list <state>                    lists all runs and tells how long the first and all of them took
// A state is a folder, a database file or a database's address.

Dictionary<string, StoreFactory> stores = new() { ["rkvs"] = new RkvsStoreFactory(), ["postgres"] = new PostgresStoreFactory() };
await using Store store = new StatePlaces(stores, Path.GetFullPath, Environment.GetEnvironmentVariable).Resolve(args[1]).Open(TimeProvider.System);
switch (args[0])
{
    case "journal":
        await WriteJournalAsync(args[2], long.Parse(args[3], CultureInfo.InvariantCulture));
        break;
    case "inbox":
        await PostAsync(args[2], args[3]);
        break;
    case "replace":
        await ReplaceAsync(args[2]);
        break;
    case "append":
        await AppendAsync(args[2], args[3]);
        break;
    case "lease":
        Lease lease = await Lease.AcquireAsync(store, args[2], Origin(), new LeaseTerms(), TimeProvider.System, CancellationToken.None);
        Tell($"{lease.Token}");
        await Task.Delay(Timeout.Infinite);
        break;
    case "hold":
        return await Holding.RunAsync(store, args[2], TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture)), Tell);
    case "fill":
        await Listing.FillAsync(store, int.Parse(args[2], CultureInfo.InvariantCulture));
        break;
    case "list":
        Tell(await Listing.MeasureAsync(args[1]));
        break;
    default:
        throw new ArgumentException($"'{args[0]}' is no way of writing.");
}
return 0;

async Task WriteJournalAsync(string run, long token)
{
    JournalWriter journal = await JournalWriter.OpenAsync(store, run, token, TimeProvider.System, CancellationToken.None);
    for (int i = 0; ; i++)
    {
        string text = $"{token} {i} {new string('x', i * 37 % 9000)}";
        await journal.AppendAsync(new Warned(text), i % 7 == 0 ? Durability.Flushed : Durability.Written, CancellationToken.None);
        Tell($"{token} {i}");
    }
}

async Task PostAsync(string run, string name)
{
    Inbox inbox = new(store, run);
    for (int i = 0; ; i++)
    {
        string id = $"{name}-{i}";
        await inbox.PostAsync(
            new ControlRequest { RequestId = id, Kind = ControlKind.Suspend, Origin = Origin(), Time = TimeProvider.System.GetUtcNow() }, CancellationToken.None);
        Tell(id);
    }
}

async Task ReplaceAsync(string stream)
{
    for (int i = 0; ; i++)
    {
        byte[] text = Encoding.ASCII.GetBytes(new string((char)('a' + i % 26), 1 + i * 997 % 60_000));
        await store.ReplaceAsync(stream, text, StoreVersion.Any, Durability.Written, CancellationToken.None);
        Tell($"{i}");
    }
}

async Task AppendAsync(string stream, string name)
{
    for (int i = 0; ; i++)
    {
        await store.AppendAsync(stream, Encoding.ASCII.GetBytes($"{name} {i}\n"), StoreVersion.Any, Durability.Written, CancellationToken.None);
        Tell($"{name} {i}");
    }
}

static RunOrigin Origin() => new() { User = "writer", Host = Environment.MachineName, Process = Environment.ProcessId };

static void Tell(string text)
{
    Console.Out.WriteLine(text);
    Console.Out.Flush();
}
