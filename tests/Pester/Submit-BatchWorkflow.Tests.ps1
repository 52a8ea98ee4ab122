BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Submit-BatchWorkflow' {
    It 'emits the run and nothing else' {
        $output = @(Submit-BatchWorkflow (New-SampleWorkflow) -Watch 6>$null)
        $output.Count | Should -Be 1
        $output[0].Succeeded | Should -BeTrue
    }

    It 'emits a failed run, and an error with the failure block' {
        $run = Submit-BatchWorkflow (New-SampleWorkflow -Create 'echo it broke >&2; exit 3') -ErrorVariable errors -ErrorAction SilentlyContinue
        $? | Should -BeFalse
        $run.Failed | Should -BeTrue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'BatchWorkflow.Run.Failed,*'
        "$($errors[0])" | Should -BeLike 'Run * is Failed: install/thing@s1 failed'
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike 'Resume-BatchWorkflow*install/thing@s1*exit code*3*| it broke*Get-BatchLog*Resume-BatchWorkflow*'
        $errors[0].CategoryInfo.TargetName | Should -Be $run.Id
    }

    It 'shows the failure block line by line when a script is at fault' {
        Set-Content $TestDrive/deploy.ps1 "Submit-BatchWorkflow '$(New-SampleWorkflow -Create 'echo it broke >&2; exit 3')'"
        & $TestDrive/deploy.ps1 2>&1 | Out-String | Should -Match '(?m)^.*Failed: install/thing@s1\r?$(.|\n)*^[^\n]*    \| it broke'
    }

    It 'throws all problems of a bad definition at once' {
        Set-Content $TestDrive/bad.yaml "name: bad`noperations:`n  - { id: a, type: crate, target: server, items: [s1] }`n  - { id: b, type: create, target: sever, items: [s1] }"
        { Submit-BatchWorkflow $TestDrive/bad.yaml } | Should -Throw -ErrorId 'BatchWorkflow.Definition.Invalid,*' -ExpectedMessage '*crate*sever*'
    }

    It 'changes nothing with <how> and emits the plan' -ForEach @{ how = 'WhatIf' }, @{ how = 'DryRun' } {
        $file = New-SampleWorkflow
        $switch = @{ $how = $true }
        $plan = Submit-BatchWorkflow $file @switch
        $plan.Steps.Count | Should -Be 3
        Get-BatchStatus | Where-Object Path -EQ $file | Should -BeNullOrEmpty
    }

    It 'runs a part with what it needs' {
        $plan = Submit-BatchWorkflow (New-SampleWorkflow) -Operation install -WithDependencies -WhatIf
        $plan.Steps.Id | Should -Contain make/s1
    }

    It 'masks a secret everywhere' {
        $file = New-SampleWorkflow -Create 'echo "the word is $(cat "$BW_SECRET_WORD")"'
        $secret = [securestring]::new()
        foreach ($character in 'hunter2-hunter2'.ToCharArray()) { $secret.AppendChar($character) }
        $run = Submit-BatchWorkflow $file -Variable @{ word = $secret } -InformationVariable lines
        $run.Succeeded | Should -BeTrue
        "$lines" | Should -BeLike '*the word is `*`*`**'
        "$lines" | Should -Not -Match hunter2
        (Get-BatchLog $run.Id).Message | Should -Not -Match hunter2
    }

    It 'works as a job' {
        $job = Submit-BatchWorkflow (New-SampleWorkflow) -AsJob
        $run = $job | Receive-Job -Wait -AutoRemoveJob
        $run.Succeeded | Should -BeTrue
    }

    It 'works as a job that can be stopped' {
        $job = Submit-BatchWorkflow (New-SampleWorkflow -Create 'sleep 300') -AsJob -StopTimeout 1
        Wait-Script $job.Name
        Stop-Job $job
        $job.State | Should -Be Stopped
        (Get-BatchStatus $job.Name).Interrupted | Should -BeTrue
        Remove-Job $job
    }

    It 'lets a stopped pipeline let go of the run' {
        $file = New-SampleWorkflow -Create 'sleep 300'
        $session = [powershell]::Create().AddScript({
            param($module, $file)
            Import-Module $module
            Submit-BatchWorkflow $file -StopTimeout 1
        }).AddArgument((Join-Path $PSScriptRoot '../../BatchWorkflow.psd1')).AddArgument($file)
        $pending = $session.BeginInvoke()
        $id = Wait-Run $file
        Wait-Script $id
        $session.Stop()
        $pending.IsCompleted | Should -BeTrue
        (Get-BatchStatus $id).Interrupted | Should -BeTrue
    }

    It 'refuses a plan of an older file' {
        $file = New-SampleWorkflow
        $plan = New-BatchPlan $file
        Add-Content $file 'concurrency: 1'
        { Submit-BatchWorkflow -Plan $plan -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Plan.Changed,*'
    }
}
