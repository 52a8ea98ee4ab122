using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using BatchWorkflow.Engine.Definitions;

namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>The values of -Variable: plain ones, and secrets that are never written anywhere.</summary>
/// <param name="Plain">Strings, booleans, numbers, lists and maps by name; for a secret, a reference to it.</param>
/// <param name="Secrets">Secret texts by name.</param>
internal sealed record GivenVariables(IReadOnlyDictionary<string, object?> Plain, IReadOnlyDictionary<string, string> Secrets)
{
    private const string UserSuffix = "_user";

    /// <summary>True for a secret and for the user name that came with it.</summary>
    public bool IsOfSecret(string name) =>
        Secrets.ContainsKey(name) || (name.EndsWith(UserSuffix, StringComparison.Ordinal) && Secrets.ContainsKey(name[..^UserSuffix.Length]));

    /// <summary>Takes a hashtable apart. A PSCredential x is the secret x and the plain variable x_user.</summary>
    public static GivenVariables From(IDictionary given)
    {
        Dictionary<string, object?> plain = [];
        Dictionary<string, string> secrets = [];
        foreach (DictionaryEntry entry in given)
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            switch ((entry.Value as PSObject)?.BaseObject ?? entry.Value)
            {
                case SecureString secret:
                    secrets[name] = new NetworkCredential("", secret).Password;
                    plain[name] = Reference(name);
                    break;
                case PSCredential credential:
                    secrets[name] = credential.GetNetworkCredential().Password;
                    plain[name] = Reference(name);
                    plain[name + UserSuffix] = credential.UserName;
                    break;
                default:
                    plain[name] = entry.Value is null ? null : Value(ObjectTree.From(entry.Value, $"-Variable.{name}"));
                    break;
            }
        }
        return new GivenVariables(plain, secrets);
    }

    /// <summary>What stands in the plan in place of a secret that was given at the prompt.</summary>
    private static string Reference(string name) => "given:" + name;

    private static object? Value(DefinitionNode node) => node switch
    {
        MapNode map => map.Entries.ToDictionary(e => e.Key, e => Value(e.Value)),
        ListNode list => list.Items.Select(Value).ToList(),
        ScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException($"A {node.GetType().Name} is no value."),
    };
}
