namespace BatchWorkflow.PowerShell.Tests;

/// <summary>Templates from a definition to what scripts find on a server.</summary>
public sealed class TemplateTests : IClassFixture<ModuleSession>
{
    private const string Secret = "hunter22-of-templates";
    private readonly ModuleSession _session;

    public TemplateTests(ModuleSession session)
    {
        _session = session;
        session.Renew();
    }

    [Fact]
    public void Run_WithOutputsSecretsAndTemplateFiles_RendersThemWhenTheyAreNeeded()
    {
        string folder = Write();
        Environment.SetEnvironmentVariable("BW_TEMPLATE_TEST", Secret);

        Outcome outcome = _session.Run("Submit-BatchWorkflow $args[0] -Environment prod", Path.Combine(folder, "workflow.yaml")).DemandSuccess();

        Assert.Equal(true, outcome.One().Properties["Succeeded"].Value);
        string state = _session.Run("$env:BATCHWORKFLOW_STATE").Texts[0];
        string root = Directory.GetDirectories(Path.Combine(state, "servers", Path.GetFileName(folder)), "s1")[0];
        Assert.Equal($"s1 prod 10.1.2.3 4 {Secret}\n", File.ReadAllText(Path.Combine(root, "root", "site.conf")));
        Assert.Equal("motd=on s1 ip=10.1.2.3 workers=4\n", File.ReadAllText(Path.Combine(root, "root", "seen")));
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(state, "runs"), "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_WithAFalseCondition_SkipsTheStepAndSaysWhy()
    {
        string folder = Write();
        Environment.SetEnvironmentVariable("BW_TEMPLATE_TEST", Secret);

        Outcome outcome = _session.Run("(Submit-BatchWorkflow $args[0]).StepList.Where({ $_.Operation -eq 'only-prod' }) | ForEach-Object { \"$($_.Status) $($_.Reason)\" }", Path.Combine(folder, "workflow.yaml"));

        Assert.Equal(["Skipped vars.stage == 'prod' is false"], outcome.DemandSuccess().Texts);
    }

    [Fact]
    public void Plan_OfATemplateWithAnUndefinedName_IsRefusedWithFileAndLine()
    {
        string folder = Write();
        File.AppendAllText(Path.Combine(folder, "taskservs", "web", "site.conf.j2"), "\n{{ vars.missing }}\n");

        Outcome outcome = _session.Run(
            "Test-BatchWorkflow $args[0] -Detailed | ForEach-Object { \"$($_.Location)|$($_.Message)\" }; New-BatchPlan $args[0]", Path.Combine(folder, "workflow.yaml"));

        string told = Assert.Single(outcome.Texts);
        Assert.EndsWith("site.conf.j2:3:8|On s1: 'dict object' has no attribute 'missing'.", told, StringComparison.Ordinal);
        Assert.Equal(["BatchWorkflow.Definition.Invalid"], outcome.ErrorIds);
    }

    [Fact]
    public void Resolve_TextAndExpression_SeeTheRunsOutputs()
    {
        string folder = Write();
        Environment.SetEnvironmentVariable("BW_TEMPLATE_TEST", Secret);

        Outcome outcome = _session.Run("""
            $run = Submit-BatchWorkflow $args[0]
            Resolve-BatchTemplate '{{ outputs.find_ip.ip }} {{ server.cpu }}' -Id $run.Id -Server s1
            Resolve-BatchTemplate -Expression "status.install == 'succeeded'" -Id $run.Id
            Resolve-BatchTemplate '{{ vars.password }}' -Id $run.Id
            """, Path.Combine(folder, "workflow.yaml"));

        Assert.Equal(["10.1.2.3 2", "True"], outcome.Texts);
        Assert.Equal(["BatchWorkflow.Template.NotKnown"], outcome.ErrorIds);
    }

    private string Write()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_session.Folder, "t" + Guid.NewGuid().ToString("N")[..8])).FullName;
        void Add(string name, string text)
        {
            string file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        Add("infrastructure.yaml", $"name: {Path.GetFileName(folder)}\nservers: [{{ name: s1, cpu: 2 }}]\nproviders: {{ local: {{ ports: 0, port_range_size: 1 }} }}\n");
        Add("workflow.yaml", """
            name: templated
            variables: { stage: dev, motd: "on {{ server.name }}", ip: "{{ outputs['find-ip'].ip }}", password: "env:BW_TEMPLATE_TEST" }
            environments: { prod: { stage: prod } }
            retry_policy: { max_attempts: 1 }
            operations:
              - { id: make, type: create, target: server, items: [s1] }
              - { id: find-ip, type: create, target: taskserv, items: [ip], depends_on: [make] }
              - { id: install, type: create, target: taskserv, items: [web], depends_on: [make] }
              - { id: only-prod, type: check, target: taskserv, items: [web], depends_on: [install], when: "vars.stage == 'prod'" }
            """);
        Add("taskservs/ip/taskserv.yaml", "description: Finds an address.\n");
        Add("taskservs/ip/create.sh", "echo ::output ip=10.1.2.3\n");
        Add("taskservs/ip/delete.sh", "true\n");
        Add("taskservs/web/taskserv.yaml", """
            description: A site.
            variables: { workers: "{{ server.cpu * 2 }}" }
            health_check: { command: "grep -q '^{{ server.name }} ' site.conf", retries: 1 }
            """);
        Add("taskservs/web/create.sh.j2", "set -eu\ncp \"$BW_FILES/site.conf\" site.conf\necho \"motd=$BW_VAR_MOTD ip={{ vars.ip }} workers=$BW_VAR_WORKERS\" > seen\n");
        Add("taskservs/web/check.sh", "cmp -s \"$BW_FILES/site.conf\" site.conf\n");
        Add("taskservs/web/delete.sh", "rm -f site.conf\n");
        Add("taskservs/web/site.conf.j2", "{{ server.name }} {{ vars.stage }} {{ outputs.find_ip.ip }} {{ vars.workers }} {{ vars.password }}\n");
        return folder;
    }
}
