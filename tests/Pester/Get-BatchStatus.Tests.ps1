BeforeAll {
    . $PSScriptRoot/Session.ps1
    $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
    $failed = (Submit-BatchWorkflow (New-SampleWorkflow -Create 'echo it broke >&2; exit 3') -ErrorAction SilentlyContinue).Id
}

Describe 'Get-BatchStatus' {
    It 'lists all runs' {
        (Get-BatchStatus).Id | Should -Contain $id
        (Get-BatchStatus).Id | Should -Contain $failed
    }

    It 'takes any unique part of an id' {
        (Get-BatchStatus $id.Substring(9)).Id | Should -Be $id
    }

    It 'knows RunId and BatchId as Id' {
        (Get-BatchStatus -RunId $id).Id | Should -Be $id
        ([pscustomobject] @{ BatchId = $id } | Get-BatchStatus).Id | Should -Be $id
        $id | Get-BatchStatus | ForEach-Object RunId | Should -Be $id
    }

    It 'filters by real booleans' {
        (Get-BatchStatus | Where-Object Failed).Id | Should -Be $failed
    }

    It 'goes on after an id that is not there' {
        $found = Get-BatchStatus nothing, $id -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Id | Should -Be $id
        $errors.FullyQualifiedErrorId | Should -BeLike 'BatchWorkflow.Run.NotFound,*'
        $errors.CategoryInfo.Category | Should -Be ObjectNotFound
        $errors.TargetObject | Should -Be nothing
    }

    It 'shows steps and failures with -Detailed' {
        Get-BatchStatus $failed -Detailed | Out-String | Should -BeLike '*install/thing@s1*Failed*| it broke*'
        (Get-BatchStatus $failed -Detailed).StepList.Where({ $_.Failed }).Failure.ExitCode | Should -Be 3
    }

    It 'writes <format>' -ForEach @{ format = 'Json'; has = '"status": "failed"' }, @{ format = 'Yaml'; has = 'status: failed' }, @{ format = 'Table'; has = 'install/thing@s1' } {
        Get-BatchStatus $failed -Format $format | Should -BeLike "*$has*"
    }

    It 'writes a list of runs that other programs can read' {
        (Get-BatchStatus -Format Json | ConvertFrom-Json).id | Should -Contain $id
    }

    It 'writes a table without control characters to a file' {
        Get-BatchStatus > $TestDrive/status.txt
        Get-Content $TestDrive/status.txt -Raw | Should -Not -Match '\e'
    }

    It 'shows details whole behind a table' {
        & { Get-BatchStatus $id; Get-BatchStatus $failed -Detailed } | Out-String | Should -Match '(?m)^Id +Workflow(.|\n)*^    \| it broke'
    }

    It 'gives colours to a terminal only' {
        $manifest = Join-Path $PSScriptRoot '../../BatchWorkflow.psd1'
        $pwsh = Join-Path $PSHOME pwsh
        & $pwsh -NoProfile -Command "Import-Module '$manifest'; Get-BatchStatus $failed -Detailed" | Out-String | Should -Not -Match '\e'
        & $pwsh -NoProfile -Command "Import-Module '$manifest'; `$PSStyle.OutputRendering = 'Ansi'; Get-BatchStatus $failed -Detailed" | Out-String | Should -Match '\e'
    }

    It 'follows a run to its end' {
        $job = Submit-BatchWorkflow (New-SampleWorkflow -Create 'sleep 1') -AsJob
        $seen = Get-BatchStatus $job.Name -Follow
        $seen[-1].Succeeded | Should -BeTrue
        $job | Wait-Job | Remove-Job
    }

    It 'completes ids' {
        (TabExpansion2 'Get-BatchStatus -Id ' 20).CompletionMatches.CompletionText | Should -Contain $id
    }
}
