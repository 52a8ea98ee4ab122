using System.Collections;
using System.Management.Automation;
using System.Security;
using System.Text;
using BatchWorkflow.TestKit.Mutating;

namespace BatchWorkflow.PowerShell.Tests;

/// <summary>Whatever is done to a data file or to a hashtable, reading it ends in a tree or in problems with places, in plain words.</summary>
public sealed class MutatedDefinitionTests : IClassFixture<ModuleSession>
{
    private const string DataFile = """
        # a comment
        @{
            name = 'from-data'
            type = "batch"
            operations = @(
                @{ id = 'a'; type = 'create'; target = 'server'; items = 's1', 's2' }
                [ordered] @{ id = 'b'; type = 'delete'; target = 'server'; items = @('s1'); depends_on = @('a'); parallel = $false; timeout = 60.5 }
            )
            variables = @{ n = -3; x = 1.5; nothing = $null; list = 1, 2; 'quoted key' = "text"; here = @'
        some
        text
        '@ }
        }
        """;

    private readonly ModuleSession _session;

    public MutatedDefinitionTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Fact]
    public Task DataFile_Mutated_IsReadOrRefusedAtItsPlaceInPlainWords() => Mutations.EachAsync(150, seed =>
    {
        byte[] text = new Mutation(new Random(seed)).Apply(Encoding.UTF8.GetBytes(DataFile));
        string file = Path.Combine(_session.Folder, "mutated.psd1");
        File.WriteAllBytes(file, text);
        Judge(_session.Run("Test-BatchWorkflow -Detailed $args[0]", file), Encoding.UTF8.GetString(text));
        return Task.CompletedTask;
    });

    [Fact]
    public Task Hashtable_Mutated_IsReadOrRefusedAtItsPathInPlainWords() => Mutations.EachAsync(150, seed =>
    {
        Hashtable definition = Definition();
        string done = Spoil(definition, new Random(seed));
        Judge(_session.Run("Test-BatchWorkflow -Detailed -Definition $args[0]", definition), done);
        return Task.CompletedTask;
    });

    private static void Judge(Outcome outcome, string input)
    {
        Assert.All(outcome.ErrorIds, id => Assert.Equal("BatchWorkflow.Definition.Invalid", id));
        foreach (ErrorRecord error in outcome.Errors)
            Mutations.AssertPlain(error.ToString());
        foreach (PSObject problem in outcome.Output)
        {
            Mutations.AssertPlain((string)problem.Properties["Message"].Value);
            object place = problem.Properties["Location"].Value;
            string? file = PSObject.AsPSObject(place).Properties["File"].Value as string;
            Assert.False(string.IsNullOrEmpty(file), $"It has no place: {problem}\n{input}");
        }
    }

    private static Hashtable Definition() => new()
    {
        ["name"] = "x",
        ["operations"] = new object[]
        {
            new Hashtable { ["id"] = "a", ["type"] = "create", ["target"] = "server", ["items"] = new object[] { "s1", "s2" }, ["timeout"] = 60 },
            new Hashtable { ["id"] = "b", ["type"] = "check", ["target"] = "server", ["items"] = new object[] { "s1" }, ["depends_on"] = new object[] { "a" } },
        },
        ["variables"] = new Hashtable { ["n"] = 1, ["list"] = new object[] { 1, "two", 3.5 }, ["map"] = new Hashtable { ["k"] = true } },
        ["logging"] = new Hashtable { ["path"] = "logs", ["destinations"] = new object[] { "file" } },
    };

    /// <summary>Puts one thing that does not belong there into one place.</summary>
    private static string Spoil(Hashtable root, Random random)
    {
        List<(IDictionary? Map, IList? List, object Key)> places = [];
        Collect(root);
        (IDictionary? map, IList? list, object key) = places[random.Next(places.Count)];
        object? value = Nasty(root, random);
        if (list is not null)
            list[(int)key] = value;
        else if (random.Next(6) == 0)
            map![Nasty(root, random) is { } other and not Hashtable ? other : 7] = value;
        else
            map![key] = value;
        return $"{key}: {value?.GetType().Name ?? "nothing"}";

        void Collect(object at)
        {
            if (at is IDictionary inner)
                foreach (object one in inner.Keys)
                {
                    places.Add((inner, null, one));
                    Collect(inner[one]!);
                }
            else if (at is object[] items)
                for (int i = 0; i < items.Length; i++)
                {
                    places.Add((null, items, i));
                    Collect(items[i]);
                }
        }
    }

    private static object? Nasty(Hashtable root, Random random) => random.Next(24) switch
    {
        0 => null,
        1 => root,
        2 => ScriptBlock.Create("exit 9"),
        3 => DateTime.UnixEpoch,
        4 => new SecureString(),
        5 => Enumerable.Range(0, int.MaxValue),
        6 => Failing(),
        7 => ulong.MaxValue,
        8 => decimal.MaxValue,
        9 => double.NaN,
        10 => double.PositiveInfinity,
        11 => "a\0b",
        12 => new string('x', 2_000_000),
        13 => Deep(200),
        14 => new Nameless(),
        15 => new Hashtable { [new Nameless()] = 1 },
        16 => new PSObject(),
        17 => new[] { 1, 2, 3 },
        18 => new MemoryStream(),
        19 => typeof(string),
        20 => "{{ server.name }}",
        21 => "{% endfor %}",
        22 => new Hashtable { [""] = 1, ["\u0001template"] = "x" },
        _ => random.Next(),
    };

    private static IEnumerable Failing()
    {
        yield return 1;
        throw new InvalidOperationException("no more");
    }

    private static object Deep(int levels)
    {
        object inner = 1;
        for (int i = 0; i < levels; i++)
            inner = i % 2 == 0 ? new[] { inner } : new Hashtable { ["a"] = inner };
        return inner;
    }

    private sealed class Nameless
    {
        public override string ToString() => throw new InvalidOperationException("it has no name");
    }
}
