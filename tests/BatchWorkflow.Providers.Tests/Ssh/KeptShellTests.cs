using System.Security.Cryptography;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class KeptShellTests : SshTest
{
    [Fact]
    public async Task Scripts_OneAfterTheOther_ShareOneConnectionAndNothingElse()
    {
        await using Connection connection = Server.Open();
        const string look = "echo $PPID-$(ps -o ppid= -p $PPID | tr -d ' '); pwd; echo \"${LEFT:-unset}\"; umask; echo $0";
        IReadOnlyList<string> first = await SaysAsync(connection, look);
        Assert.Equal(3, (await RunAsync(connection, Request("cd /tmp; umask 000; LEFT=behind; export LEFT; exit 3"))).Code);
        Assert.Equal(137, (await RunAsync(connection, Request("kill -KILL $$"))).Code);
        Assert.NotEqual(0, (await RunAsync(connection, Request("exec 1>&- 2>&-; (((("))).Code);
        IReadOnlyList<string> second = await SaysAsync(connection, look);

        Assert.Equal(["/", "unset", "0022", "sh"], second.Skip(1));
        // The runner of each is new; the shell that feeds them is the same.
        Assert.Equal(first[0].Split('-')[1], second[0].Split('-')[1]);
        Assert.Single(Accepted());
    }

    [Fact]
    public async Task Scripts_FortyAtOnce_EachGivesItsOwnCodeAndLinesOverOneConnection()
    {
        // A server that does not answer within command_timeout is given another connection. A slow machine may take its time here.
        await using Connection connection = Server.Open(settings => settings["command_timeout"] = settings["connect_timeout"] = 300L);
        (int? Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)[] ends = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(i => RunAsync(connection, Request($"echo {i}; echo e{i} >&2; sleep 0.3; exit {i}"))));
        for (int i = 0; i < ends.Length; i++)
        {
            Assert.Equal(i, ends[i].Code);
            Assert.Equal([$"{i}"], ends[i].Output);
            Assert.Equal([$"e{i}"], ends[i].Errors);
        }
        Assert.Single(Accepted());
    }

    [Fact]
    public async Task Script_SessionOfItsOwn_LeavesNoSignalIgnored()
    {
        await using Connection connection = Server.Open();
        IReadOnlyList<string> said = await SaysAsync(connection, "cut -d' ' -f6,7 /proc/self/stat; ps -o sid= -p $PPID | tr -d ' '; grep -E '^Sig(Ign|Blk)' /proc/self/status; ls /proc/self/fd");
        Assert.Equal($"{said[1]} 0", said[0]);
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], said.Skip(2).Take(2));
        Assert.Equal(["0", "1", "2", "3"], said.Skip(4));
    }

    [Fact]
    public async Task Script_MuchOutput_ArrivesWhole()
    {
        await using Connection connection = Server.Open();
        (int? code, IReadOnlyList<string> output, _) = await RunAsync(connection, Request("seq 1 200000; sleep 0.5; seq 200001 300000"));
        Assert.Equal(0, code);
        Assert.Equal(300000, output.Count);
        Assert.Equal(Enumerable.Range(1, 300000).Select(i => $"{i}"), output);
    }

    [Fact]
    public async Task Script_SaysOurOwnWords_ChangesNothing()
    {
        await using Connection connection = Server.Open();
        Assert.Equal(["started", "bw_say done", "done", "over 5"], await SaysAsync(connection, "echo started; echo bw_say done; echo done; echo over 5"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_LargeFilesAndOddNames_ArriveWithTheirModes(bool sftp)
    {
        string taskserv = Directory.CreateDirectory(Folder["it's a taskserv"]).FullName;
        byte[] large = RandomNumberGenerator.GetBytes(300_000), small = RandomNumberGenerator.GetBytes(5_000);
        Directory.CreateDirectory($"{taskserv}/sub dir");
        await File.WriteAllBytesAsync($"{taskserv}/sub dir/large 'one'.bin", large);
        await File.WriteAllBytesAsync($"{taskserv}/small.bin", small);
        await File.WriteAllTextAsync($"{taskserv}/tool", "#!/bin/sh\necho tool \"$@\"\n");
        File.SetUnixFileMode($"{taskserv}/tool", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync($"{taskserv}/create.sh", "#!/bin/sh -e\ncd \"$BW_FILES\"\nsha256sum small.bin 'sub dir'/* | cut -d' ' -f1\n./tool 100%\n");

        await using Connection connection = Server.Open(settings => settings["sftp"] = sftp);
        for (int i = 0; i < 2; i++)
        {
            (int? code, IReadOnlyList<string> output, IReadOnlyList<string> errors) = await RunAsync(
                connection, Request("") with { Command = null, File = $"{taskserv}/create.sh", FilesFolder = taskserv });
            Assert.Equal([], errors);
            Assert.Equal(0, code);
            Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(small)), Convert.ToHexStringLower(SHA256.HashData(large)), "tool 100%"], output);
        }
        Assert.Equal(sftp ? 2 : 1, Accepted().Count);
        Assert.Single(Directory.GetDirectories($"{Server.Files}/files"));
    }

    [Fact]
    public async Task Start_NameThatNoVariableCanHave_IsRefusedAndTheShellStaysFree()
    {
        await using Connection connection = Server.Open();
        for (int i = 0; i < 10; i++)
        {
            FailureException failed = await Assert.ThrowsAsync<FailureException>(() => connection.StartAsync(
                Request("true") with { Environment = new Dictionary<string, string> { ["not-a-name"] = "" } }, default));
            Assert.Equal(FailureKind.Validation, failed.Failure.Kind);
        }
        Assert.Equal(["in"], await SaysAsync(connection, "echo in"));
    }

    private List<string> Accepted() => [.. File.ReadLines($"{Server.Folder}/log").Where(line => line.StartsWith("Accepted publickey", StringComparison.Ordinal))];
}
